export interface QuotaUse {
  readonly calls: number;
  readonly bytes: number;
}

type Saved = readonly (readonly [string, readonly (readonly [number, number, number])[]])[];

/** Windows of one counter that are remembered: enough for whoever looks back over months of days. */
const WINDOWS_KEPT = 100;

/** What was used in which window of which counter. */
export class QuotaCounters {
  #counters = new Map<string, Map<number, QuotaUse>>();

  used(counter: string, window: number): QuotaUse {
    return this.#counters.get(counter)?.get(window) ?? { calls: 0, bytes: 0 };
  }

  add(counter: string, window: number, use: QuotaUse): void {
    const before = this.used(counter, window);
    this.set(counter, window, {
      calls: before.calls + use.calls,
      bytes: before.bytes + use.bytes,
    });
  }

  set(counter: string, window: number, use: QuotaUse): void {
    const windows = this.#counters.get(counter) ?? new Map<number, QuotaUse>();
    windows.set(window, use);
    if (windows.size > WINDOWS_KEPT) windows.delete(Math.min(...windows.keys()));
    this.#counters.set(counter, windows);
  }

  names(): IterableIterator<string> {
    return this.#counters.keys();
  }

  /** Windows with use, oldest first. */
  windows(counter: string): { window: number; use: QuotaUse }[] {
    return [...(this.#counters.get(counter) ?? [])]
      .map(([window, use]) => ({ window, use }))
      .sort((a, b) => a.window - b.window);
  }

  snapshot(): Saved {
    return [...this.#counters].map(([counter, windows]) => [
      counter,
      [...windows].map(([window, use]) => [window, use.calls, use.bytes] as const),
    ]);
  }

  restore(saved: Saved): void {
    this.#counters = new Map(
      saved.map(([counter, windows]) => [
        counter,
        new Map(windows.map(([window, calls, bytes]) => [window, { calls, bytes }])),
      ]),
    );
  }
}

export type SavedCounters = Saved;
