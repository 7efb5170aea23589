/** Sliding windows of calls let through. At most 300 s long, so they aren't kept over a restart. */
export class RateWindows {
  readonly #calls = new Map<string, number[]>();

  /** Lets a call through and says how many are left, or says how long to wait. */
  take(input: {
    counter: string;
    calls: number;
    periodSeconds: number;
    atMs: number;
  }): { kind: 'passed'; remaining: number } | { kind: 'refused'; retryAfterSeconds: number } {
    const oldestMs = input.atMs - input.periodSeconds * 1000;
    const within = (this.#calls.get(input.counter) ?? []).filter((ms) => ms > oldestMs);
    const first = within[within.length - input.calls];
    if (first !== undefined) {
      this.#calls.set(input.counter, within);
      const waitMs = first + input.periodSeconds * 1000 - input.atMs;
      return { kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
    }
    within.push(input.atMs);
    this.#calls.set(input.counter, within);
    return { kind: 'passed', remaining: input.calls - within.length };
  }

  clear(): void {
    this.#calls.clear();
  }
}
