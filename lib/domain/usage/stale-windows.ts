import type { Period } from './billing-period';
import { dayOf } from './usage-window';

const DAY_MS = 86_400_000;

/** A run that read the days before `readThrough` whole, for everybody, and came to its end. */
export interface BulkReading {
  readThrough: Date;
  finishedAt: Date;
  /** How many days before the one of `readThrough` it read for certain. */
  rereadDays: number;
}

/**
 * The windows that have to be read by themselves when a period is closed: all but those which a bulk reading has counted
 * since `countedFrom`, when the last counts of the period were in. Who stands nowhere in a day was not in its
 * report, so had no calls. Not trusted are the rest of a day (it is a difference), windows that are cut elsewhere,
 * and what was written after that reading, by one that may have stopped in the middle.
 */
export function staleWindows(
  windows: readonly Period[],
  known: {
    previous: readonly (Period & { readAt: Date })[];
    bulk: BulkReading | null;
    countedFrom: Date;
  },
): Period[] {
  const { previous, bulk, countedFrom } = known;
  if (!bulk || bulk.readThrough < countedFrom) return [...windows];
  const oldest = new Date(dayOf(bulk.readThrough).getTime() - bulk.rereadDays * DAY_MS);
  return windows.filter((window) => {
    if (window.start < oldest || window.start.getTime() !== dayOf(window.start).getTime())
      return true;
    const [row, ...others] = previous.filter(
      ({ start, end }) => start < window.end && end > window.start,
    );
    if (!row) return false;
    const isSame =
      others.length === 0 &&
      row.start.getTime() === window.start.getTime() &&
      row.end.getTime() === window.end.getTime();
    return !isSame || row.readAt < countedFrom || row.readAt > bulk.finishedAt;
  });
}
