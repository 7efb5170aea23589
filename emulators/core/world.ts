import { Clock, type ClockMode } from './clock';
import { Faults } from './faults';
import { type JobSettings, Jobs } from './jobs';
import { Journal } from './journal';
import type { Part } from './part';
import { SnapshotFile } from './snapshot';

export interface WorldOptions {
  readonly dataDir?: string | undefined;
  readonly clockStartMs?: number | undefined;
  readonly clockMode?: ClockMode | undefined;
  readonly jobs?: readonly JobSettings[] | undefined;
  /** The application is quiet when it has asked nothing for this long. */
  readonly quietMs?: number | undefined;
  /** The longest that one instant waits for the application. */
  readonly quietCapMs?: number | undefined;
}

/** Of all parts, at a time. */
export interface Checkpoint {
  readonly atMs: number;
  /** JSON, so that nothing that goes on afterwards can change it. */
  readonly parts: string;
}

const TICK_MS = 250;
const SAVE_AFTER_MS = 500;

/** The state of all vendors, on one clock. */
export class World {
  readonly clock: Clock;
  readonly faults = new Faults();
  readonly journal = new Journal();
  readonly jobs: Jobs;
  readonly #parts: Part[] = [];
  readonly #file: SnapshotFile;
  readonly #quietMs: number;
  readonly #quietCapMs: number;
  readonly #startMs: number | undefined;
  #loaded: Readonly<Record<string, unknown>> = {};
  #kept: Checkpoint | undefined;
  #line: Promise<void> = Promise.resolve();
  #waiting = 0;
  #contacts = 0;
  #dirty = false;
  #lastSaveMs = 0;
  #saveTimer: NodeJS.Timeout | undefined;
  #tick: NodeJS.Timeout | undefined;
  #poked = false;

  constructor(options: WorldOptions = {}) {
    this.#startMs = options.clockStartMs;
    this.clock = new Clock({
      ...(options.clockStartMs === undefined ? {} : { startMs: options.clockStartMs }),
      ...(options.clockMode === undefined ? {} : { mode: options.clockMode }),
    });
    this.jobs = new Jobs(options.jobs ?? [], this.clock);
    this.#file = new SnapshotFile(options.dataDir);
    this.#quietMs = options.quietMs ?? 250;
    this.#quietCapMs = options.quietCapMs ?? 20_000;
    const saved = this.#file.load();
    if (saved) {
      this.clock.restore(saved.clock);
      this.#loaded = saved.parts;
    }
  }

  /** Takes a part in, with what was saved of it. */
  add(part: Part): void {
    this.#parts.push(part);
    if (part.name in this.#loaded) part.restore(this.#loaded[part.name]);
  }

  /** From here on what is due happens by itself. */
  start(): void {
    if (this.#tick) return;
    this.#tick = setInterval(() => this.#catchUp(), TICK_MS);
    this.#tick.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#tick);
    this.#tick = undefined;
    await this.#line;
    this.save();
  }

  /**
   * Moves time forward. Goes from one due instant to the next; at each, does what is due, then waits
   * until the application has reacted to a notification.
   */
  advanceTo(ms: number): Promise<void> {
    return this.#exclusive(async () => {
      this.jobs.begin();
      try {
        await this.#goTo(ms);
      } finally {
        this.jobs.end();
        this.clock.release(ms);
        this.touch();
      }
    });
  }

  /** Does what is due now, and waits for it. Never call it while answering a tracked request. */
  settle(): Promise<void> {
    return this.#exclusive(async () => {
      await this.#goTo(this.clock.targetMs());
      this.clock.release();
    });
  }

  /** Something became due: it is done right after the current request, where time runs by itself. */
  poke(): void {
    if (!this.#tick || this.#poked) return;
    this.#poked = true;
    setImmediate(() => {
      this.#poked = false;
      this.#catchUp();
    });
  }

  /** The application was notified, so it may soon send requests. */
  contacted(): void {
    this.#contacts += 1;
  }

  /** The state changed: it is saved soon. */
  touch(): void {
    this.#dirty = true;
    // A world that takes long to write is written less often.
    const waitMs = Math.max(SAVE_AFTER_MS, this.#lastSaveMs * 20);
    this.#saveTimer ??= setTimeout(() => this.save(), waitMs).unref();
  }

  save(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    if (!this.#dirty) return;
    this.#dirty = false;
    const startedMs = performance.now();
    this.#file.save({ version: 1, clock: this.clock.state(), parts: this.#snapshots() });
    this.#lastSaveMs = performance.now() - startedMs;
  }

  /** Everything back to nothing. */
  reset(): Promise<void> {
    return this.#exclusive(async () => {
      this.#begin({}, this.#startMs ?? Date.now());
      this.#file.remove();
    });
  }

  /** All state as it is now; the last one is what `returnToCheckpoint` returns to. */
  checkpoint(): Promise<Checkpoint> {
    return this.#exclusive(async () => {
      this.#kept = { atMs: this.clock.nowMs(), parts: JSON.stringify(this.#snapshots()) };
      return this.#kept;
    });
  }

  /** Back to a checkpoint, at any time of day: many tests share one start. */
  returnTo({ atMs, parts }: Checkpoint, clockMs = atMs): Promise<void> {
    return this.#exclusive(async () => {
      this.#begin(JSON.parse(parts), clockMs);
      this.touch();
    });
  }

  /** Back to the last checkpoint. False when there is none. */
  async returnToCheckpoint(clockMs: number): Promise<boolean> {
    if (!this.#kept) return false;
    await this.returnTo(this.#kept, clockMs);
    return true;
  }

  #begin(parts: Readonly<Record<string, unknown>>, clockMs: number): void {
    // First: what a part has from its beginning is made at that time.
    this.clock.reset(clockMs);
    for (const part of [...this.#parts, this.jobs]) part.restore(parts[part.name]);
    this.faults.clear();
    this.journal.clear();
  }

  #snapshots(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#parts.map((part) => [part.name, part.snapshot()]));
  }

  #catchUp(): void {
    if (this.#waiting > 0) return;
    const due = this.#nextDue();
    if (due === undefined || due > this.clock.targetMs()) return;
    this.settle().catch((error: unknown) => console.error('emulators: due work failed', error));
  }

  async #goTo(targetMs: number): Promise<void> {
    for (;;) {
      const due = this.#nextDue();
      if (due === undefined || due > targetMs) break;
      this.clock.pin(due);
      await this.#runInstant();
    }
    this.clock.pin(targetMs);
  }

  async #runInstant(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const contactsBefore = this.#contacts;
    for (const part of [...this.#parts, this.jobs]) {
      const due = part.nextDue();
      if (due !== undefined && due <= nowMs) await part.runDue(nowMs);
    }
    this.touch();
    // Jobs are awaited whole; only work caused by a webhook continues after its answer.
    if (this.#contacts > contactsBefore || this.journal.inFlight > 0) await this.#quiet();
  }

  /** Waits until the application has nothing in flight and has asked nothing for a while. */
  async #quiet(): Promise<void> {
    const beganMs = performance.now();
    for (;;) {
      const nowMs = performance.now();
      if (nowMs - beganMs >= this.#quietCapMs) return;
      const idleMs = nowMs - Math.max(beganMs, this.journal.lastActivityMs);
      if (this.journal.inFlight === 0 && idleMs >= this.#quietMs) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #nextDue(): number | undefined {
    const all = [...this.#parts, this.jobs].flatMap((part) => part.nextDue() ?? []);
    return all.length === 0 ? undefined : Math.min(...all);
  }

  /** One at a time: two hands on the clock would tear its order of events. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const done = this.#line.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#line = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}
