export type ClockMode = 'run' | 'frozen';

export interface ClockState {
  readonly mode: ClockMode;
  /** ms since epoch that the clock showed last. */
  readonly nowMs: number;
  /** Emulated minus real time, in ms. */
  readonly offsetMs: number;
}

/**
 * The one time of both emulators. It never goes backwards.
 * While the world works through what is due, the clock is pinned to each instant in turn, so that
 * everything written during that instant carries it.
 */
export class Clock {
  readonly mode: ClockMode;
  #offsetMs: number;
  #pinnedMs: number | undefined;
  #shownMs: number;
  readonly #realNow: () => number;

  constructor(options: { startMs?: number; mode?: ClockMode; realNow?: () => number } = {}) {
    this.#realNow = options.realNow ?? Date.now;
    this.mode = options.mode ?? 'run';
    const startMs = options.startMs ?? this.#realNow();
    this.#offsetMs = startMs - this.#realNow();
    this.#shownMs = startMs;
    this.#pinnedMs = this.mode === 'frozen' ? startMs : undefined;
  }

  nowMs(): number {
    this.#shownMs = Math.max(this.#shownMs, this.targetMs());
    return this.#shownMs;
  }

  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  now(): Date {
    return new Date(this.nowMs());
  }

  /** What the clock would show if nothing held it back, without returning it to anybody. */
  targetMs(): number {
    return this.#pinnedMs ?? this.#realNow() + this.#offsetMs;
  }

  /** The last instant that was returned to anybody. */
  shownMs(): number {
    return this.#shownMs;
  }

  /** Stops the clock at an instant (or where it is, when that has passed). */
  pin(ms: number): void {
    this.#pinnedMs = Math.max(ms, this.#shownMs);
    this.#shownMs = this.#pinnedMs;
  }

  /** Lets a running clock go on from `fromMs`; without it, from where real time has got to. */
  release(fromMs?: number): void {
    if (fromMs !== undefined) this.#offsetMs = Math.max(fromMs, this.#shownMs) - this.#realNow();
    if (this.mode === 'run') this.#pinnedMs = undefined;
  }

  state(): ClockState {
    return { mode: this.mode, nowMs: this.#shownMs, offsetMs: this.#offsetMs };
  }

  restore(state: ClockState): void {
    this.#shownMs = state.nowMs;
    this.#offsetMs = state.offsetMs;
    this.#pinnedMs = this.mode === 'frozen' ? state.nowMs : undefined;
  }

  /** Back to an earlier time: only for a world that starts from nothing. */
  reset(startMs: number): void {
    this.#shownMs = startMs;
    this.#offsetMs = startMs - this.#realNow();
    this.#pinnedMs = this.mode === 'frozen' ? startMs : undefined;
  }
}
