import type { Recurring } from '../catalog/product';

// Nominal: a quota in the gateway has a fixed number of seconds, a month has not.
const NOMINAL_SECONDS = { day: 86_400, week: 604_800, month: 2_592_000, year: 31_536_000 };

/** The seconds of a period for things that can't follow the calendar; a month counts as 30 days. */
export function nominalSeconds(recurring: Recurring): number {
  return NOMINAL_SECONDS[recurring.interval] * recurring.intervalCount;
}

/** 'monthly', 'every 3 months' */ export function howOften({
  interval,
  intervalCount,
}: Recurring): string {
  if (intervalCount > 1) return `every ${intervalCount} ${interval}s`;
  return interval === 'day' ? 'daily' : `${interval}ly`;
} /** 'a month', 'every 3 months' */
export function perPeriod(recurring: Recurring): string {
  const { interval, intervalCount } = recurring;
  return intervalCount === 1 ? `a ${interval}` : `every ${intervalCount} ${interval}s`;
}
