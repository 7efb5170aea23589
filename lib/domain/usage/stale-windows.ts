import type { Period } from './billing-period';
import { dayOf } from './usage-window';

const DAY_MS = 86_400_000;

/** A run that read all days before `readThrough` completely, and finished. */
export interface BulkReading {
  readThrough: Date;
  finishedAt: Date;
  /** How many days before the one of `readThrough` it read for certain. */
  rereadDays: number;
}

/**
 * The windows that have to be read individually when a period is closed: all except those that a bulk reading has
 * counted since `countedFrom`, when the last counts of the period were in. A subscription without a window on a day was
 * not in its report, so it had no calls. Not trusted are the rest of a day (it is a difference), windows with other
 * boundaries, and what was written after that reading by a run that may have stopped halfway.
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
