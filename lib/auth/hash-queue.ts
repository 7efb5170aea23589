import { AppError } from '../kit/app-error';

/** Who waits for a hash: an unknown caller, or somebody who is signed in or was in this browser before. */
export type Lane = 'outsider' | 'known';

export interface LaneSize {
  atOnce: number;
  waiting: number;
}

/**
 * Hashing costs more than any other request, so only so many run at a time, so many wait, and further ones are rejected
 * as busy immediately. Unknown callers have a lane of their own: however many they are, they never delay anybody else.
 */
export function createHashQueue(sizes: Record<Lane, LaneSize>) {
  const lanes = { outsider: createLane(sizes.outsider), known: createLane(sizes.known) };
  return <T>(lane: Lane, work: () => Promise<T>): Promise<T> => lanes[lane](work);
}

function createLane({ atOnce, waiting }: LaneSize) {
  let running = 0;
  const queue: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting)
        throw new AppError('busy', 'Too many people are signing in right now.');
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The one that has waited longest gets the place.
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
