export interface JournalEntry {
  readonly number: number;
  /** Emulated time, ISO. */
  readonly at: string;
  readonly listener: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string | null;
  /** A fault that was met, or an error's message. */
  readonly note: string | null;
}

/** The last requests of the application, and whether it is busy with us at the moment. */
export class Journal {
  readonly #size: number;
  #entries: JournalEntry[] = [];
  #count = 0;
  #inFlight = 0;
  #lastActivityMs = 0;

  constructor(size = 500) {
    this.#size = size;
  }

  get count(): number {
    return this.#count;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Real time, from performance.now(), at which a request last came or ended. */
  get lastActivityMs(): number {
    return this.#lastActivityMs;
  }

  begin(): void {
    this.#inFlight += 1;
    this.#lastActivityMs = performance.now();
  }

  end(entry: Omit<JournalEntry, 'number'>): void {
    this.#inFlight -= 1;
    this.#lastActivityMs = performance.now();
    this.#count += 1;
    this.#entries.push({ number: this.#count, ...entry });
    if (this.#entries.length > this.#size * 2) this.#entries = this.#entries.slice(-this.#size);
  }

  /** Newest first. */
  recent(limit = this.#size): readonly JournalEntry[] {
    return this.#entries.slice(-Math.min(limit, this.#size)).reverse();
  }

  clear(): void {
    this.#entries = [];
  }
}
