import { createPace } from '../../kit/pace';
import { REAL_TIME } from '../../ports/real-time';
import type { Deps } from '../../use-cases/deps';
import { workOffEvents } from '../../use-cases/events/process-events';

/** A bunch: large enough to find the events of one subscription together, done long before its claim runs out. */
const BUNCH = 60;

// Next loads route bundles apart from one another; one worker for the process is enough.
const holder = globalThis as typeof globalThis & { tollgateWorker?: Worker };

/**
 * Each piece of work reads at Stripe at least once, which refuses the 101st call of a second. Somebody who waits for a page
 * finds room too, and nothing is refused and tried again half a second later.
 */
const PACE = { perSecond: 95, capacity: 5 };

interface Worker {
  running: Promise<void> | null;
  /** Something came while the last bunch was under way. */
  isAskedAgain: boolean;
  /** When the last deliveries came, newest last, by performance.now(). */
  arrivals: number[];
  pace: () => Promise<void>;
}

/**
 * Works off events until none is due. One at a time in a process however often it is asked: a hundred deliveries
 * in a second must not become a hundred workers. Resolves when what was stored before is done or has failed.
 */
export function workOffSoon(deps: Deps): Promise<void> {
  const worker = workerOf();
  worker.isAskedAgain = true;
  worker.running ??= run(deps, worker);
  return worker.running;
}

/** Whether somebody is at it: what was stored before this was asked is taken along. */
export function isWorkingOff(): boolean {
  return workerOf().running !== null;
}

async function run(deps: Deps, worker: Worker): Promise<void> {
  while (worker.isAskedAgain) {
    worker.isAskedAgain = false;
    try {
      for (;;) {
        const { handled, failed } = await workOffEvents(deps, BUNCH, giveWay);
        if (handled + failed.length < BUNCH) break;
      }
    } catch (error) {
      deps.log.error({ err: error }, 'events not worked off; the next sweep takes them up');
    }
  }
  // In the same turn as the last look at what was asked, so that nobody who asks is missed in between.
  worker.running = null;
}

/** To be called for each delivery: while they come thick and fast, storing them comes before working on them. */
export function noteArrival(): void {
  const { arrivals } = workerOf();
  arrivals.push(performance.now());
  if (arrivals.length > THICK) arrivals.shift();
}

/** So many deliveries within a fifth of a second are a crowd. */
const THICK = 20;
const WITHIN_MS = 200;
/** The work goes on in a crowd too, at this pace, so that nobody waits for ever. */
const MOST_WAIT_MS = 1_500;

async function giveWay(): Promise<void> {
  for (let waitedMs = 0; waitedMs < MOST_WAIT_MS && isCrowded(); waitedMs += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await workerOf().pace();
}

function isCrowded(): boolean {
  const [first] = workerOf().arrivals;
  const { length } = workerOf().arrivals;
  return length >= THICK && first !== undefined && performance.now() - first < WITHIN_MS;
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
