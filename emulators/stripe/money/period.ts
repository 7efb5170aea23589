import { plusMonths } from '../../core/months';
import type { Interval } from '../state/rows';

export interface Recurrence {
  readonly interval: Interval;
  readonly intervalCount: number;
}

/**
 * The end of the period that starts at `start`, counted from the anchor, in seconds. Months are
 * counted from the anchor so that a subscription of the 31st comes back to the 31st after February.
 */
export function periodEnd(
  anchor: number,
  start: number,
  { interval, intervalCount }: Recurrence,
): number {
  if (interval === 'day') return start + intervalCount * 86_400;
  if (interval === 'week') return start + intervalCount * 7 * 86_400;
  const months = interval === 'year' ? 12 * intervalCount : intervalCount;
  const passed = Math.max(0, Math.floor((monthIndex(start) - monthIndex(anchor)) / months) - 1);
  for (let count = passed; ; count += 1) {
    const end = plusMonths(anchor * 1000, count * months) / 1000;
    if (end > start) return end;
  }
}

/** When the period began that an instant is in, for a cycle that has run since its anchor. */
export function periodStart(anchor: number, at: number, recurring: Recurrence): number {
  let start = anchor;
  for (
    let end = periodEnd(anchor, start, recurring);
    end <= at;
    end = periodEnd(anchor, start, recurring)
  )
    start = end;
  return start;
}

function monthIndex(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
