const CALLERS = 1000;

/** How many requests each caller made within the last seconds, on real time. */
export class RequestWindow {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #nowMs: () => number;
  readonly #times = new Map<string, number[]>();

  constructor(options: { most: number; seconds: number; nowMs?: () => number }) {
    this.#most = options.most;
    this.#windowMs = options.seconds * 1000;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** 0 when there is room, which is taken; else the seconds until there is. */
  take(caller: string): number {
    const nowMs = this.#nowMs();
    const recent = (this.#times.get(caller) ?? []).filter((at) => at > nowMs - this.#windowMs);
    this.#times.delete(caller);
    this.#times.set(caller, recent);
    const [oldest] = this.#times.keys();
    if (this.#times.size > CALLERS && oldest !== undefined) this.#times.delete(oldest);
    const first = recent[0];
    if (recent.length >= this.#most && first !== undefined) {
      return Math.ceil((first + this.#windowMs - nowMs) / 1000);
    }
    recent.push(nowMs);
    return 0;
  }
}
