import type { Clock } from './clock';
import type { Part } from './part';

/** An address of the application that is called by hand, or again and again on emulated time. */
export interface JobSettings {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly everySeconds?: number | undefined;
}

export interface JobRun {
  readonly at: string;
  readonly status: number | null;
  readonly text: string;
}

/**
 * Calls jobs while time is being advanced, as the application's own scheduler would have done had
 * that time really passed. While time just runs, the application's scheduler does it itself.
 */
export class Jobs implements Part {
  readonly name = 'jobs';
  readonly list: readonly JobSettings[];
  readonly #clock: Clock;
  readonly #last = new Map<string, JobRun>();
  readonly #nextMs = new Map<string, number>();

  constructor(list: readonly JobSettings[], clock: Clock) {
    this.list = list;
    this.#clock = clock;
  }

  /** From here on, time is advanced by hand. */
  begin(): void {
    for (const job of this.list) {
      if (job.everySeconds !== undefined) this.#plan(job, job.everySeconds);
    }
  }

  end(): void {
    this.#nextMs.clear();
  }

  lastRun(id: string): JobRun | undefined {
    return this.#last.get(id);
  }

  async run(id: string, timeoutMs = 60_000): Promise<JobRun | undefined> {
    const job = this.list.find((one) => one.id === id);
    if (!job) return undefined;
    const run = await call(job, this.#clock.now().toISOString(), timeoutMs);
    this.#last.set(id, run);
    return run;
  }

  nextDue(): number | undefined {
    return this.#nextMs.size === 0 ? undefined : Math.min(...this.#nextMs.values());
  }

  async runDue(nowMs: number): Promise<void> {
    for (const job of this.list) {
      const nextMs = this.#nextMs.get(job.id);
      if (nextMs === undefined || nextMs > nowMs || job.everySeconds === undefined) continue;
      this.#plan(job, job.everySeconds);
      await this.run(job.id);
    }
  }

  snapshot(): unknown {
    return null;
  }

  restore(): void {
    this.#last.clear();
    this.#nextMs.clear();
  }

  #plan(job: JobSettings, everySeconds: number): void {
    this.#nextMs.set(job.id, this.#clock.nowMs() + everySeconds * 1000);
  }
}

async function call(job: JobSettings, at: string, timeoutMs: number): Promise<JobRun> {
  try {
    const response = await fetch(job.url, {
      method: job.method,
      headers: { ...job.headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { at, status: response.status, text: (await response.text()).slice(0, 2000) };
  } catch (error) {
    return { at, status: null, text: error instanceof Error ? error.message : String(error) };
  }
}
