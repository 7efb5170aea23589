import type { Period } from './billing-period';

const BUCKET_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/** How many days before today are read again each time, because counts arrive late and are corrected. */
export const REREAD_DAYS = 3;

/** The quarter of an hour, by its start, that the gateway's reports put an instant in. */
export function floorToBucket(instant: Date): Date {
  return floorTo(BUCKET_MS, instant);
}

/** A boundary before which everything lies that is counted in an instant's quarter of an hour, or in the next one. */
export function secondBucketAfter(instant: Date): Date {
  return new Date(floorToBucket(instant).getTime() + 2 * BUCKET_MS);
}

/**
 * The calls that are billed in a period: `[start, end)` with both boundaries floored to their bucket, because a report
 * can't cut a bucket in two. The same rule at both ends gives each bucket to one period and to one only:
 * the bucket in which a period ends belongs to the next one.
 */
export function usageRange(period: Period): Period {
  return { start: floorToBucket(period.start), end: floorToBucket(period.end) };
}

/**
 * The range of a subscription's last period. No period follows that could take the bucket in which it ends, so
 * that bucket is billed here; the gateway answers no call after the end.
 */
export function lastUsageRange(period: Period): Period {
  const end = new Date(Math.ceil(period.end.getTime() / BUCKET_MS) * BUCKET_MS);
  return { start: floorToBucket(period.start), end };
}

/** The UTC day (its midnight) of an instant. */
export function dayOf(instant: Date): Date {
  return floorTo(DAY_MS, instant);
}

/** A range cut into UTC days, in order: the windows partition it. None for an empty range. */
export function windowsOf(range: Period): Period[] {
  return daysFrom(dayOf(range.start), range.end).flatMap((day) => windowOfDay(day, range) ?? []);
}

/** The part of a UTC day that lies in the range, null when none does. */
export function windowOfDay(day: Date, range: Period): Period | null {
  const midnight = dayOf(day).getTime();
  const start = Math.max(midnight, range.start.getTime());
  const end = Math.min(midnight + DAY_MS, range.end.getTime());
  return start < end ? { start: new Date(start), end: new Date(end) } : null;
}

/**
 * UTC days (midnights), oldest first, that a run reads: today, the `rereadDays` before it (reports are late and
 * are corrected), and everything since the last run that got through, with the same days again before that.
 */
export function daysToRead(input: {
  /** The instant up to which usage was read; null before the first run. */
  lastReadThrough: Date | null;
  now: Date;
  rereadDays: number;
}): Date[] {
  const { lastReadThrough, now, rereadDays } = input;
  // A mark in the future (a clock that was set back) must not skip today.
  const since = lastReadThrough && lastReadThrough < now ? lastReadThrough : now;
  const first = new Date(dayOf(since).getTime() - rereadDays * DAY_MS);
  return daysFrom(first, new Date(now.getTime() + 1));
}

/** Separates days that a source still has from those that are too old to be read. */
export function splitByAge(
  days: readonly Date[],
  input: { now: Date; keptDays: number },
): { kept: Date[]; lost: Date[] } {
  const oldest = new Date(dayOf(input.now).getTime() - input.keptDays * DAY_MS);
  return {
    kept: days.filter((day) => day >= oldest),
    lost: days.filter((day) => day < oldest),
  };
}

/** The midnights from `first` on that are before `end`. */
function daysFrom(first: Date, end: Date): Date[] {
  const days: Date[] = [];
  for (let at = first.getTime(); at < end.getTime(); at += DAY_MS) days.push(new Date(at));
  return days;
}

function floorTo(stepMs: number, instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / stepMs) * stepMs);
}
