export interface CallRecord {
  /** Emulated time, ISO. */
  readonly at: string;
  /** null: no key, or nobody's. */
  readonly subscription: string | null;
  readonly user: string | null;
  readonly product: string | null;
  readonly api: string | null;
  readonly operation: string | null;
  readonly method: string;
  readonly url: string;
  readonly ipAddress: string;
  readonly status: number;
  /** More than one for calls that were made in bulk. */
  readonly calls: number;
}

const KEPT = 500;

/** The last calls one by one, to look at. What is billed is in the usage store. */
export class CallLog {
  #records: CallRecord[] = [];

  add(record: CallRecord): void {
    this.#records.push(record);
    if (this.#records.length > 2 * KEPT) this.#records = this.#records.slice(-KEPT);
  }

  /** Newest first. */
  recent(): readonly CallRecord[] {
    return this.#records.slice(-KEPT).reverse();
  }

  clear(): void {
    this.#records = [];
  }
}
