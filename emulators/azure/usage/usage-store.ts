import { type CallClass, type CallCounts, noCalls } from './call-class';
import { packRuns, unpackRuns } from './packed-runs';
import { bucketOf } from './time-bucket';
import { type Run, UsageDays } from './usage-days';

/** Who made calls. A subscription that is moved to another product starts another series. */
export interface SeriesKey {
  readonly subscriptionId: string;
  readonly productId: string;
  readonly userId: string;
}

/** What a subscription called as long as it belonged to one product and user. */
export interface Series extends SeriesKey {
  /** Its place among all. */
  readonly number: number;
}

export interface OperationKey {
  readonly apiId: string;
  readonly operationId: string;
}

export interface CallsAt extends SeriesKey, OperationKey {
  readonly class: CallClass;
  readonly calls: number;
  /** The calls came evenly from here to there (both the same: at one instant). */
  readonly fromMs: number;
  readonly toMs: number;
}

interface Saved {
  readonly operations: readonly OperationKey[];
  readonly series: readonly (readonly [string, string, string, string])[];
}

/** All calls ever made, by subscription and 15-minute bucket. */
export class UsageStore {
  #series = new Map<string, Series[]>();
  /** All of them in the order of their first call: read from end to end by every bulk report. */
  #all: Series[] = [];
  #operations: OperationKey[] = [];
  readonly days = new UsageDays();
  /** Changes with every call: what was computed from an older version is stale. */
  version = 0;

  add(calls: CallsAt): void {
    const bucket = bucketOf(calls.fromMs);
    const last = calls.toMs > calls.fromMs ? bucketOf(calls.toMs - 1) : bucket;
    this.days.add(this.#seriesFor(calls).number, {
      bucket,
      length: last - bucket + 1,
      class: calls.class,
      operation: this.#operationNumber(calls),
      calls: calls.calls,
    });
    this.version += 1;
  }

  /**
   * Counts answered calls of a subscription after the fact, or (negative) takes back ones that were counted. Gives
   * the change: there may be fewer to take than asked for, and one that never called has nothing to correct, nor has
   * an operation that nobody called.
   */
  correct(
    subscriptionId: string,
    change: { atMs: number; calls: number; operationId?: string | undefined },
  ): number {
    const operation = this.#operations.findIndex((one) => one.operationId === change.operationId);
    if (change.operationId !== undefined && operation === -1) return 0;
    const only = change.operationId === undefined ? undefined : operation;
    const bucket = bucketOf(change.atMs);
    let left = Math.max(0, -change.calls);
    for (const { number } of this.of(subscriptionId)) {
      left -= this.days.take(number, { bucket, calls: left, operation: only });
    }
    const last = this.of(subscriptionId).at(-1);
    const more = last ? Math.max(0, change.calls) : 0;
    const run: Run = { bucket, length: 1, class: 'success', operation: only ?? 0, calls: more };
    if (last) this.days.add(last.number, run);
    this.version += 1;
    return more - (Math.max(0, -change.calls) - left);
  }

  all(): readonly Series[] {
    return this.#all;
  }

  of(subscriptionId: string): readonly Series[] {
    return this.#series.get(subscriptionId) ?? [];
  }

  /** Everything that a subscription was ever counted. */
  totals(subscriptionId: string): CallCounts {
    const counts = noCalls();
    const always = { from: 0, to: Number.MAX_SAFE_INTEGER };
    for (const { number } of this.of(subscriptionId)) this.days.sum(number, always, counts);
    return counts;
  }

  operation(number: number): OperationKey {
    return this.#operations[number] ?? { apiId: '', operationId: '' };
  }

  snapshot(): Saved {
    return {
      operations: this.#operations,
      series: this.#all.map((one) => [
        one.subscriptionId,
        one.productId,
        one.userId,
        packRuns([...this.days.runs(one.number)].reverse()),
      ]),
    };
  }

  restore(saved: Saved | undefined): void {
    this.#series = new Map();
    this.#all = [];
    this.days.clear();
    this.#operations = [...(saved?.operations ?? [])];
    for (const [subscriptionId, productId, userId, runs] of saved?.series ?? []) {
      const { number } = this.#seriesFor({ subscriptionId, productId, userId });
      for (const run of unpackRuns(runs)) this.days.add(number, run);
    }
    this.version += 1;
  }

  #seriesFor(key: SeriesKey): Series {
    const list = this.#series.get(key.subscriptionId) ?? [];
    const known = list.find((one) => one.productId === key.productId && one.userId === key.userId);
    if (known) return known;
    const { subscriptionId, productId, userId } = key;
    const series = { subscriptionId, productId, userId, number: this.#all.length };
    this.#series.set(subscriptionId, [...list, series]);
    this.#all.push(series);
    return series;
  }

  #operationNumber({ apiId, operationId }: OperationKey): number {
    const known = this.#operations.findIndex(
      (one) => one.apiId === apiId && one.operationId === operationId,
    );
    if (known !== -1) return known;
    this.#operations.push({ apiId, operationId });
    return this.#operations.length - 1;
  }
}

export type SavedUsage = Saved;
