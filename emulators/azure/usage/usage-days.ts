import { CALL_CLASSES, type CallClass, type CallCounts } from './call-class';
import { DayLog, type Span } from './day-log';
import { BUCKETS_A_DAY } from './time-bucket';

export interface Run {
  /** First bucket, and how many buckets the calls are spread over evenly. */
  readonly bucket: number;
  readonly length: number;
  readonly class: CallClass;
  /** Number of the operation that was called. */
  readonly operation: number;
  readonly calls: number;
}

/** Buckets, both included. */
export interface BucketRange {
  readonly from: number;
  readonly to: number;
}

/** Calls of all series, day by day: any range of any series is summed without unfolding what was spread. */
export class UsageDays {
  readonly #days = new Map<number, DayLog>();

  /** What spreads over several days is cut at midnight, so that nothing is lost or doubled. */
  add(series: number, run: Run): void {
    const kind = run.operation * CALL_CLASSES.length + CALL_CLASSES.indexOf(run.class);
    const end = run.bucket + run.length;
    for (let bucket = run.bucket; bucket < end; ) {
      const day = Math.floor(bucket / BUCKETS_A_DAY);
      const next = Math.min(end, (day + 1) * BUCKETS_A_DAY);
      const before = Math.floor((run.calls * (bucket - run.bucket)) / run.length);
      const calls = Math.floor((run.calls * (next - run.bucket)) / run.length) - before;
      const entry = { bucket: bucket - day * BUCKETS_A_DAY, length: next - bucket, kind, calls };
      if (calls > 0) this.#dayFor(day).add(series, entry);
      bucket = next;
    }
  }

  sum(series: number, range: BucketRange, counts: CallCounts, operation?: number): void {
    for (const { log, span } of this.#within(range)) log.sum(series, span, counts, operation);
  }

  /** Sums of the first `length` series, in columns by class. */
  sumAll(length: number, range: BucketRange): readonly Float64Array[] {
    const columns = CALL_CLASSES.map(() => new Float64Array(length));
    for (const { log, span } of this.#within(range)) log.sumAll(span, columns);
    return columns;
  }

  take(
    series: number,
    from: { bucket: number; calls: number; operation?: number | undefined },
  ): number {
    const day = Math.floor(from.bucket / BUCKETS_A_DAY);
    const bucket = from.bucket - day * BUCKETS_A_DAY;
    return this.#days.get(day)?.take(series, { ...from, bucket }) ?? 0;
  }

  /** Numbers of the operations called, in order, and the first and last bucket with calls. */
  extent(series: number): { operations: readonly number[]; from: number; to: number } {
    const operations = new Set<number>();
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const { bucket, length, operation } of this.runs(series)) {
      operations.add(operation);
      from = Math.min(from, bucket);
      to = Math.max(to, bucket + length - 1);
    }
    return { operations: [...operations].sort((a, b) => a - b), from, to };
  }

  *runs(series: number): Generator<Run> {
    for (const [day, log] of this.#days) {
      for (const { bucket, length, kind, calls } of log.entries(series)) {
        yield {
          bucket: day * BUCKETS_A_DAY + bucket,
          length,
          class: CALL_CLASSES[kind % CALL_CLASSES.length] ?? 'other',
          operation: Math.floor(kind / CALL_CLASSES.length),
          calls,
        };
      }
    }
  }

  clear(): void {
    this.#days.clear();
  }

  *#within({ from, to }: BucketRange): Generator<{ log: DayLog; span: Span }> {
    for (const [day, log] of this.#days) {
      const start = day * BUCKETS_A_DAY;
      if (start > to || start + BUCKETS_A_DAY <= from) continue;
      yield { log, span: { from: from - start, to: to - start } };
    }
  }

  #dayFor(day: number): DayLog {
    const log = this.#days.get(day) ?? new DayLog();
    this.#days.set(day, log);
    return log;
  }
}
