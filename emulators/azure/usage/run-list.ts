import { CALL_CLASSES, type CallClass, type CallCounts } from './call-class';

/** Reports know no finer time than this. */
export const BUCKET_MS = 15 * 60_000;

export function bucketOf(ms: number): number {
  return Math.floor(ms / BUCKET_MS);
}

export interface Run {
  /** First bucket, and how many buckets the calls are spread over evenly. */
  readonly bucket: number;
  readonly length: number;
  readonly class: CallClass;
  /** Number of the operation that was called. */
  readonly operation: number;
  readonly calls: number;
}

const FIELDS = 4;
const MAX_CALLS = 0xffff_ffff;
/** How far back a new call looks for a run to join: the classes and operations of one bucket. */
const LOOK_BACK = 8;

/**
 * Calls of one subscription as runs: "n calls of a class, evenly over these buckets". 16 bytes a run,
 * however many calls it stands for, and any range is summed without unfolding it.
 */
export class RunList {
  #data = new Uint32Array(FIELDS);
  #length = 0;
  /** Neither starts nor ends go back in time: true unless somebody adds calls of the past. */
  #isSorted = true;

  add(run: Run): void {
    if (run.calls <= 0) return;
    if (run.calls > MAX_CALLS) {
      this.add({ ...run, calls: MAX_CALLS });
      this.add({ ...run, calls: run.calls - MAX_CALLS });
      return;
    }
    const kind = run.operation * CALL_CLASSES.length + CALL_CLASSES.indexOf(run.class);
    if (run.length > 1 || !this.#join(run, kind))
      this.#push(run.bucket, run.length, kind, run.calls);
  }

  /** Takes back answered calls that were counted in one bucket alone. Gives how many there were to take. */
  take(from: { bucket: number; calls: number }): number {
    let taken = 0;
    for (let at = 0; at < this.#length; at += FIELDS) {
      const isSuccess = CALL_CLASSES[this.#at(at + 2) % CALL_CLASSES.length] === 'success';
      if (this.#at(at) !== from.bucket || this.#at(at + 1) !== 1 || !isSuccess) continue;
      const here = Math.min(this.#at(at + 3), from.calls - taken);
      this.#data[at + 3] = this.#at(at + 3) - here;
      taken += here;
    }
    return taken;
  }

  /** Only single buckets: joining spread runs would move a call between buckets already reported. */
  #join(run: Run, kind: number): boolean {
    for (let at = this.#length - FIELDS; at >= 0; at -= FIELDS) {
      if (this.#length - at > LOOK_BACK * FIELDS) break;
      if (this.#at(at) !== run.bucket || this.#at(at + 1) !== run.length) continue;
      if (this.#at(at + 2) !== kind || this.#at(at + 3) + run.calls > MAX_CALLS) continue;
      this.#data[at + 3] = this.#at(at + 3) + run.calls;
      return true;
    }
    return false;
  }

  /** Adds what lies in buckets `from` to `to`, both included, to `counts`. */
  sum(range: { from: number; to: number }, counts: CallCounts, operation?: number): void {
    for (let at = this.#firstIn(range.from); at < this.#length; at += FIELDS) {
      const bucket = this.#at(at);
      if (this.#isSorted && bucket > range.to) break;
      const kind = this.#at(at + 2);
      if (operation !== undefined && Math.floor(kind / CALL_CLASSES.length) !== operation) continue;
      const length = this.#at(at + 1);
      const first = Math.max(range.from, bucket);
      const last = Math.min(range.to, bucket + length - 1);
      if (first > last) continue;
      const calls = this.#at(at + 3);
      if (last - first + 1 === length) {
        const whole = CALL_CLASSES[kind % CALL_CLASSES.length];
        if (whole) counts[whole] += calls;
        continue;
      }
      const before = Math.floor((calls * (first - bucket)) / length);
      const through = Math.floor((calls * (last + 1 - bucket)) / length);
      const name = CALL_CLASSES[kind % CALL_CLASSES.length];
      if (name) counts[name] += through - before;
    }
  }

  /** Where to begin to look for calls from a bucket on: a search when runs are sorted, else the start. */
  #firstIn(bucket: number): number {
    if (!this.#isSorted) return 0;
    let low = 0;
    let high = this.#length / FIELDS;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#end(middle * FIELDS) < bucket) low = middle + 1;
      else high = middle;
    }
    return low * FIELDS;
  }

  #end(at: number): number {
    return this.#at(at) + this.#at(at + 1) - 1;
  }

  /** Numbers of the operations called, and the first and last bucket with calls. */
  extent(): { operations: Set<number>; from: number; to: number } {
    const operations = new Set<number>();
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < this.#length; at += FIELDS) {
      operations.add(Math.floor(this.#at(at + 2) / CALL_CLASSES.length));
      from = Math.min(from, this.#at(at));
      to = Math.max(to, this.#at(at) + this.#at(at + 1) - 1);
    }
    return { operations, from, to };
  }

  snapshot(): string {
    const bytes = Buffer.from(this.#data.buffer, 0, this.#length * this.#data.BYTES_PER_ELEMENT);
    return bytes.toString('base64');
  }

  restore(text: string): void {
    const bytes = Buffer.from(text, 'base64');
    this.#length = bytes.length / this.#data.BYTES_PER_ELEMENT;
    this.#data = new Uint32Array(Math.max(this.#length, FIELDS));
    for (let at = 0; at < this.#length; at += 1) this.#data[at] = bytes.readUInt32LE(at * 4);
    this.#isSorted = true;
    for (let at = FIELDS; at < this.#length; at += FIELDS) this.#noteOrder(at);
  }

  #at(index: number): number {
    return this.#data[index] ?? 0;
  }

  #push(...values: [number, number, number, number]): void {
    if (this.#length + FIELDS > this.#data.length) {
      const grown = Math.ceil((this.#length / FIELDS) * 1.5) + 1;
      const larger = new Uint32Array(grown * FIELDS);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data.set(values, this.#length);
    this.#length += FIELDS;
    if (this.#length > FIELDS) this.#noteOrder(this.#length - FIELDS);
  }

  #noteOrder(at: number): void {
    const before = at - FIELDS;
    if (this.#at(at) < this.#at(before) || this.#end(at) < this.#end(before))
      this.#isSorted = false;
  }
}
