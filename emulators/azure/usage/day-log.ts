import { CALL_CLASSES, type CallCounts } from './call-class';
import { BUCKETS_A_DAY } from './time-bucket';

/** Calls of one class of one operation, spread evenly over some quarters of an hour of a day. */
export interface Entry {
  /** 0 to 95. */
  readonly bucket: number;
  readonly length: number;
  /** Operation number and class in one: `operation * 4 + class`. */
  readonly kind: number;
  readonly calls: number;
}

/** First and last quarter of an hour of the day, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const MAX_CALLS = 0xffff_ffff;
const NONE = -1;
/** How many entries back a call looks for one to join: the classes and operations of one quarter. */
const LOOK_BACK = 8;
const FIRST_SIZE = 16;

/**
 * All calls of one UTC day: 18 bytes an entry in columns, one after another as they came, and chained by series
 * so that one subscription is read without the others. Sums of the whole day are kept as well.
 */
export class DayLog {
  #length = 0;
  #series = new Uint32Array(FIRST_SIZE);
  #kind = new Uint32Array(FIRST_SIZE);
  #calls = new Uint32Array(FIRST_SIZE);
  #next = new Int32Array(FIRST_SIZE);
  /** First quarter and number of quarters. */
  #span = new Uint8Array(2 * FIRST_SIZE);
  /** Newest entry by series. */
  #heads = new Int32Array(0);
  /** Sums by class and series; null until there is a call of the class. */
  readonly #totals: (Float64Array | null)[] = CALL_CLASSES.map(() => null);

  add(series: number, entry: Entry): void {
    if (entry.calls <= 0) return;
    if (entry.calls > MAX_CALLS) {
      this.add(series, { ...entry, calls: MAX_CALLS });
      this.add(series, { ...entry, calls: entry.calls - MAX_CALLS });
      return;
    }
    this.#count(series, entry.kind, entry.calls);
    if (entry.length > 1 || !this.#join(series, entry)) this.#push(series, entry);
  }

  /** Adds what a series called within a span to `counts`; of one operation if it is given. */
  sum(series: number, span: Span, counts: CallCounts, operation?: number): void {
    if (operation === undefined && isWholeDay(span)) {
      CALL_CLASSES.forEach((name, at) => {
        counts[name] += this.#totals[at]?.[series] ?? 0;
      });
      return;
    }
    for (let at = this.#head(series); at !== NONE; at = this.#next[at] ?? NONE) {
      const kind = this.#kind[at] ?? 0;
      if (operation !== undefined && Math.floor(kind / CALL_CLASSES.length) !== operation) continue;
      const name = CALL_CLASSES[kind % CALL_CLASSES.length];
      if (name) counts[name] += this.#within(at, span);
    }
  }

  /** The same for every series at once, into columns by class. */
  sumAll(span: Span, columns: readonly Float64Array[]): void {
    if (isWholeDay(span)) {
      columns.forEach((column, at) => {
        const totals = this.#totals[at];
        if (!totals) return;
        const length = Math.min(column.length, totals.length);
        for (let series = 0; series < length; series += 1)
          column[series] = (column[series] ?? 0) + (totals[series] ?? 0);
      });
      return;
    }
    for (let at = 0; at < this.#length; at += 1) {
      const column = columns[(this.#kind[at] ?? 0) % CALL_CLASSES.length];
      const series = this.#series[at] ?? 0;
      if (column) column[series] = (column[series] ?? 0) + this.#within(at, span);
    }
  }

  /** Takes back answered calls that were counted in one quarter alone. Gives how many there were to take. */
  take(
    series: number,
    from: { bucket: number; calls: number; operation?: number | undefined },
  ): number {
    let taken = 0;
    for (let at = this.#head(series); at !== NONE; at = this.#next[at] ?? NONE) {
      const kind = this.#kind[at] ?? 0;
      const isSuccess = CALL_CLASSES[kind % CALL_CLASSES.length] === 'success';
      if (this.#span[2 * at] !== from.bucket || this.#span[2 * at + 1] !== 1 || !isSuccess)
        continue;
      const operation = Math.floor(kind / CALL_CLASSES.length);
      if (from.operation !== undefined && operation !== from.operation) continue;
      const here = Math.min(this.#calls[at] ?? 0, from.calls - taken);
      this.#calls[at] = (this.#calls[at] ?? 0) - here;
      this.#count(series, kind, -here);
      taken += here;
    }
    return taken;
  }

  /** A series' entries, newest first. */
  *entries(series: number): Generator<Entry> {
    for (let at = this.#head(series); at !== NONE; at = this.#next[at] ?? NONE) {
      yield {
        bucket: this.#span[2 * at] ?? 0,
        length: this.#span[2 * at + 1] ?? 1,
        kind: this.#kind[at] ?? 0,
        calls: this.#calls[at] ?? 0,
      };
    }
  }

  #within(at: number, span: Span): number {
    const bucket = this.#span[2 * at] ?? 0;
    const length = this.#span[2 * at + 1] ?? 1;
    const first = Math.max(span.from, bucket);
    const last = Math.min(span.to, bucket + length - 1);
    if (first > last) return 0;
    const calls = this.#calls[at] ?? 0;
    if (last - first + 1 === length) return calls;
    const before = Math.floor((calls * (first - bucket)) / length);
    return Math.floor((calls * (last + 1 - bucket)) / length) - before;
  }

  #head(series: number): number {
    return this.#heads[series] ?? NONE;
  }

  #count(series: number, kind: number, calls: number): void {
    const at = kind % CALL_CLASSES.length;
    let totals = this.#totals[at] ?? new Float64Array(0);
    if (series >= totals.length) totals = grown(totals, new Float64Array(larger(series)));
    totals[series] = (totals[series] ?? 0) + calls;
    this.#totals[at] = totals;
  }

  /** Only single quarters: joining spread entries would move a call between quarters already reported. */
  #join(series: number, { bucket, kind, calls }: Entry): boolean {
    let left = LOOK_BACK;
    for (let at = this.#head(series); at !== NONE && left > 0; at = this.#next[at] ?? NONE) {
      left -= 1;
      if (this.#span[2 * at] !== bucket || this.#span[2 * at + 1] !== 1) continue;
      const here = this.#calls[at] ?? 0;
      if (this.#kind[at] !== kind || here + calls > MAX_CALLS) continue;
      this.#calls[at] = here + calls;
      return true;
    }
    return false;
  }

  #push(series: number, { bucket, length, kind, calls }: Entry): void {
    const at = this.#length;
    if (at >= this.#series.length) this.#grow();
    if (series >= this.#heads.length) {
      const heads = new Int32Array(larger(series)).fill(NONE);
      this.#heads = grown(this.#heads, heads);
    }
    this.#series[at] = series;
    this.#kind[at] = kind;
    this.#calls[at] = calls;
    this.#next[at] = this.#head(series);
    this.#span[2 * at] = bucket;
    this.#span[2 * at + 1] = length;
    this.#heads[series] = at;
    this.#length += 1;
  }

  #grow(): void {
    const size = larger(this.#length);
    this.#series = grown(this.#series, new Uint32Array(size));
    this.#kind = grown(this.#kind, new Uint32Array(size));
    this.#calls = grown(this.#calls, new Uint32Array(size));
    this.#next = grown(this.#next, new Int32Array(size));
    this.#span = grown(this.#span, new Uint8Array(2 * size));
  }
}

function isWholeDay({ from, to }: Span): boolean {
  return from <= 0 && to >= BUCKETS_A_DAY - 1;
}

function larger(index: number): number {
  return Math.ceil((index + 1) * 1.25) + FIRST_SIZE;
}

function grown<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(
  small: T,
  large: T,
): T {
  large.set(small);
  return large;
}
