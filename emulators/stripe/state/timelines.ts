import { Schedule, type Task } from '../../core/schedule';
import { Table } from '../../core/table';
import type { TestClockRow } from './test-clock-rows';

export interface TimelinesState {
  readonly clocks: readonly TestClockRow[];
  readonly tasks: readonly (readonly [clock: string, tasks: readonly Task[]])[];
}

/** The timelines in addition to the world's: one for each test clock, with what waits on it. */
export class Timelines {
  readonly clocks = new Table<TestClockRow>();
  #schedules = new Map<string, Schedule>();
  #current: string | null = null;

  /** The clock that the work at hand lives by; null = the world's. */
  get current(): TestClockRow | undefined {
    return this.#current === null ? undefined : this.clocks.get(this.#current);
  }

  /** Does work in a clock's time. The work must not pause, or others would run in that time too. */
  run<T>(clock: string | null, work: () => T): T {
    const before = this.#current;
    this.#current = clock;
    try {
      return work();
    } finally {
      this.#current = before;
    }
  }

  scheduleOf(clock: string): Schedule {
    const known = this.#schedules.get(clock);
    if (known) return known;
    const made = new Schedule();
    this.#schedules.set(clock, made);
    return made;
  }

  remove(clock: string): void {
    this.clocks.delete(clock);
    this.#schedules.delete(clock);
  }

  snapshot(): TimelinesState {
    return {
      clocks: this.clocks.snapshot(),
      tasks: [...this.#schedules].map(([clock, schedule]) => [clock, schedule.snapshot()]),
    };
  }

  restore(state: TimelinesState | undefined): void {
    this.clocks.restore(state?.clocks ?? []);
    this.#schedules = new Map();
    for (const [clock, tasks] of state?.tasks ?? []) this.scheduleOf(clock).restore(tasks);
  }
}
