/**
 * Up to when a report that was read at an instant holds every call: the gateway's reports are late, so the newest calls
 * are not in it. Pages say this time, and never the one at which somebody looked.
 */
export function completeThrough(readAt: Date, lagMinutes: number): Date {
  return new Date(readAt.getTime() - lagMinutes * 60_000);
}
