const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 6 * 3_600_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;
/** After a long outage an event is old before it was tried at all: these spread over more than an hour. */
const LEAST_ATTEMPTS = 10;

/**
 * When an event that failed is tried again: 10 s, 20 s, 40 s ... up to 6 h later. Null once it is three days old and was
 * tried often enough: it is given up, an operator's row.
 */
export function nextAttempt(
  event: { receivedAt: Date /** This one included. */; attempts: number },
  now: Date,
): Date | null {
  const ageMs = now.getTime() - event.receivedAt.getTime();
  if (ageMs > GIVE_UP_AFTER_MS && event.attempts >= LEAST_ATTEMPTS) return null;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, event.attempts - 1), LONGEST_DELAY_MS);
  return new Date(now.getTime() + delayMs);
}
