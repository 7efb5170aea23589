const DAY_MS = 86_400_000;
/** Days after the end of a subscription on which its open invoice is tried again: the provider has stopped by then. */
const TRIED_ON_DAYS = [1, 3, 7, 14] as const;

/** When the next attempt is due, after so many; null when all were made. */
export function nextCollection(since: Date, attempts: number): Date | null {
  const day = TRIED_ON_DAYS[attempts];
  return day === undefined ? null : new Date(since.getTime() + day * DAY_MS);
}
