import type { Recurring } from '../catalog/product';

/** Half-open: `start` belongs to it, `end` to the next one. */
export interface Period {
  start: Date;
  end: Date;
}

/**
 * The period that an instant lies in, counted from the anchor. Every boundary is computed from the anchor
 * and not from the boundary before it: 31 January, 28 February, 31 March.
 */
export function periodAt(anchor: Date, recurring: Recurring, instant: Date): Period {
  assertRecurring(recurring);
  assertDate(anchor);
  assertDate(instant);
  let index = Math.floor(roughPeriods(anchor, recurring, instant));
  // The rough count may be off by one around clamped month ends.
  while (boundary(anchor, recurring, index).getTime() > instant.getTime()) index -= 1;
  while (boundary(anchor, recurring, index + 1).getTime() <= instant.getTime()) index += 1;
  return {
    start: boundary(anchor, recurring, index),
    end: boundary(anchor, recurring, index + 1),
  };
}

/**
 * The period that follows. It starts where the given one ends, even where that is no boundary of the anchor's,
 * so that two periods in a row leave no gap and share no instant.
 */
export function nextPeriod(anchor: Date, recurring: Recurring, period: Period): Period {
  return { start: period.end, end: periodAt(anchor, recurring, period.end).end };
}

const LONGEST = { month: 36, year: 3, week: 52, day: 366 } as const;

/** How often a period of this anchor comes, read from its bounds; null when no interval gives them. */
export function recurringOf(anchor: Date, period: Period): Recurring | null {
  for (const interval of ['month', 'year', 'week', 'day'] as const) {
    for (let intervalCount = 1; intervalCount <= LONGEST[interval]; intervalCount += 1) {
      const recurring = { interval, intervalCount };
      const { start, end } = periodAt(anchor, recurring, period.start);
      if (start.getTime() === period.start.getTime() && end.getTime() === period.end.getTime()) {
        return recurring;
      }
    }
  }
  return null;
}

const DAY_MS = 86_400_000;

function boundary(anchor: Date, recurring: Recurring, index: number): Date {
  const count = recurring.intervalCount * index;
  switch (recurring.interval) {
    case 'day':
      return new Date(anchor.getTime() + count * DAY_MS);
    case 'week':
      return new Date(anchor.getTime() + count * 7 * DAY_MS);
    case 'month':
      return addMonths(anchor, count);
    case 'year':
      return addMonths(anchor, count * 12);
    default:
      return recurring.interval satisfies never;
  }
}

/** The same day of the month and time of day, or the month's last day where there is no such day. */
function addMonths(anchor: Date, months: number): Date {
  const year = anchor.getUTCFullYear();
  const month = anchor.getUTCMonth() + months;
  const moved = new Date(anchor.getTime());
  // Day 0 of the month after is the last day of the month.
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  moved.setUTCFullYear(year, month, Math.min(anchor.getUTCDate(), lastDay));
  return moved;
}

function roughPeriods(anchor: Date, recurring: Recurring, instant: Date): number {
  const elapsedMs = instant.getTime() - anchor.getTime();
  const { interval, intervalCount } = recurring;
  if (interval === 'day') return elapsedMs / (DAY_MS * intervalCount);
  if (interval === 'week') return elapsedMs / (7 * DAY_MS * intervalCount);
  const months =
    (instant.getUTCFullYear() - anchor.getUTCFullYear()) * 12 +
    (instant.getUTCMonth() - anchor.getUTCMonth());
  return months / (interval === 'month' ? intervalCount : intervalCount * 12);
}

function assertRecurring(recurring: Recurring): void {
  if (!Number.isSafeInteger(recurring.intervalCount) || recurring.intervalCount < 1) {
    throw new RangeError(`intervalCount is 1 or more, not ${recurring.intervalCount}`);
  }
}

function assertDate(date: Date): void {
  if (Number.isNaN(date.getTime())) throw new RangeError('not a valid date');
}
