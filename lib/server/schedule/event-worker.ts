import { createPace } from '../../kit/pace';
import { REAL_TIME } from '../../ports/real-time';
import type { Needs, SyncDeps } from '../../use-cases/deps';
import { processEvents } from '../../use-cases/events/process-events';

/** A batch: large enough to find the events of one subscription together, done long before its claim runs out. */
const BURST_SIZE = 60;

// Next loads route bundles apart from one another; one worker for the process is enough.
const holder = globalThis as typeof globalThis & { tollgateWorker?: Worker };

/**
 * Each event reads from Stripe at least once, which rejects the 101st call of a second. The limit leaves room for
 * requests of pages, and avoids rejections that are retried half a second later.
 */
const PACE = { perSecond: 95, capacity: 5 };

interface Worker {
  running: Promise<void> | null;
  /** Something came while the last batch was being processed. */
  isAskedAgain: boolean;
  /** When the last deliveries came, the newest last, by performance.now(). */
  arrivals: number[];
  pace: () => Promise<void>;
}

/**
 * Processes events until none is due. One at a time in a process however often it is asked: a hundred deliveries
 * in a second must not become a hundred workers. Resolves when what was stored before is done or has failed.
 */
export function drainEventsSoon(deps: SyncDeps & Needs<'telemetry'>): Promise<void> {
  const worker = workerOf();
  worker.isAskedAgain = true;
  worker.running ??= run(deps, worker);
  return worker.running;
}

/** Whether it is running: deliveries that were stored before this call are included. */
export function isDraining(): boolean {
  return workerOf().running !== null;
}

async function run(deps: SyncDeps & Needs<'telemetry'>, worker: Worker): Promise<void> {
  while (worker.isAskedAgain) {
    worker.isAskedAgain = false;
    try {
      for (;;) {
        const { handled, failed } = await processEvents(deps, BURST_SIZE, yieldToRequests);
        if (handled + failed.length < BURST_SIZE) break;
      }
    } catch (error) {
      deps.log.error({ err: error }, 'events not processed; the next sweep will');
    }
  }
  // In the same turn as the last check, so that no call in between is missed.
  worker.running = null;
}

/** To be called for each delivery: during a burst, storing deliveries comes before processing them. */
export function recordArrival(): void {
  const { arrivals } = workerOf();
  arrivals.push(performance.now());
  if (arrivals.length > CROWD_SIZE) arrivals.shift();
}

/** The number of deliveries within a fifth of a second that makes a burst. */
const CROWD_SIZE = 20;
const WITHIN_MS = 200;
/** Processing continues during a burst, at this pace, so that nobody waits forever. */
const MOST_WAIT_MS = 1_500;

async function yieldToRequests(): Promise<void> {
  for (let waitedMs = 0; waitedMs < MOST_WAIT_MS && hasBackpressure(); waitedMs += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await workerOf().pace();
}

function hasBackpressure(): boolean {
  const [first] = workerOf().arrivals;
  const { length } = workerOf().arrivals;
  return length >= CROWD_SIZE && first !== undefined && performance.now() - first < WITHIN_MS;
}

function workerOf(): Worker {
  holder.tollgateWorker ??= {
    running: null,
    isAskedAgain: false,
    arrivals: [],
    pace: createPace(PACE, REAL_TIME),
  };
  return holder.tollgateWorker;
}
