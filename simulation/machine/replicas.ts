import { AppError } from '../../lib/kit/app-error';
import type { Deps } from '../../lib/use-cases/deps';
import { processEvents } from '../../lib/use-cases/events/process-events';
import { receiveEvent } from '../../lib/use-cases/events/receive-event';
import { type Death, Killed, Life } from './life';
import type { SimulatedWorld } from './simulated-world';
import type { Delivery } from './webhook-inbox';

export type Replica = 0 | 1;

export type Attempted<T> = { kind: 'done'; value: T } | { kind: 'failed'; error: unknown };

interface Process {
  life: Life;
  deps: Deps;
}

/**
 * The application as it runs in production: two processes on one database. One that is killed is replaced at once by
 * another that knows nothing of it.
 */
export class Replicas {
  readonly #world: SimulatedWorld;
  readonly #newId: () => string;
  readonly #processes: [Process, Process];
  #areWebhooksWorked = true;
  /** What went wrong in a way that no failure of the schedule explains. */
  readonly surprises: string[] = [];
  kills = 0;

  constructor(world: SimulatedWorld, newId: () => string) {
    this.#world = world;
    this.#newId = newId;
    this.#processes = [this.#start(), this.#start()];
    world.inbox.handOver((delivery) => this.#take(delivery));
  }

  /** Processes webhooks when they come from now on, or leaves them to the next run. */
  workWebhooks(isDone: boolean): void {
    this.#areWebhooksWorked = isDone;
  }

  killAt(death: Death | null): void {
    for (const { life } of this.#processes) life.endAt(null);
    this.#processes[0].life.endAt(death);
  }

  /** Lets one of the processes do something. Whatever comes of it, a process is there afterwards. */
  async run<T>(replica: Replica, work: (deps: Deps) => Promise<T>): Promise<Attempted<T>> {
    const process = this.#processes[replica];
    try {
      return { kind: 'done', value: await work(process.deps) };
    } catch (error) {
      if (!process.life.isEnded) this.#note(error);
      return { kind: 'failed', error };
    } finally {
      await this.#replaceIfDead(replica, process);
    }
  }

  async stop(): Promise<void> {
    this.#world.inbox.handOver(async () => null);
    await Promise.all(this.#processes.map(({ deps }) => deps.db.$disconnect()));
  }

  #start(): Process {
    const life = new Life(null, () => {
      this.kills += 1;
      // Somebody may be waiting for its lease: the twenty seconds pass.
      void this.#world.database.expireLeases();
    });
    return { life, deps: this.#world.depsFor(life, this.#newId) };
  }

  async #replaceIfDead(replica: Replica, process: Process): Promise<void> {
    if (!process.life.isEnded || this.#processes[replica] !== process) return;
    this.#processes[replica] = this.#start();
    await this.#world.database.expireLeases();
  }

  async #take(delivery: Delivery): Promise<number | null> {
    const [process] = this.#processes;
    const done = await this.run(0, async (deps) => {
      const outcome = await receiveEvent(deps, delivery);
      if (outcome.kind === 'stored' && this.#areWebhooksWorked) await processEvents(deps);
      return outcome.kind === 'stored' ? 200 : 400;
    });
    if (process.life.isEnded) return null;
    return done.kind === 'done' ? done.value : 500;
  }

  /** Failures of the vendors come as errors with a code; anything else is a mistake of ours. */
  #note(error: unknown): void {
    if (error instanceof AppError || error instanceof Killed) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.surprises.push(`An error without a code: ${text}`);
  }
}
