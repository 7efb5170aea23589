const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** Calls are counted at least once a day; half a day more is patience. */
const LATE_MS = 36 * 3_600_000;

/** Whether the numbers are older than they ever should be. */
export function isLate(asOf: Date | null, now: Date): boolean {
  return asOf !== null && now.getTime() - asOf.getTime() > LATE_MS;
}

/** '23 Nov 2026', in UTC */
export function formatDay(instant: Date): string {
  return DAY.format(instant);
}

/** '23 Nov', in UTC */
export function formatShortDay(instant: Date): string {
  return SHORT_DAY.format(instant);
}

/** '30 Jan – 28 Feb 2027', '30 Dec 2026 – 30 Jan 2027': a year is left out only where it is the same. */
export function formatRange(start: Date, end: Date): string {
  const from = start.getUTCFullYear() === end.getUTCFullYear() ? SHORT_DAY : DAY;
  return `${from.format(start)} – ${DAY.format(end)}`;
}

/** '23 Nov 2026, 14:05 UTC' */
export function formatTime(instant: Date): string {
  return `${DAY.format(instant)}, ${TIME.format(instant)} UTC`;
}
