/**
 * The instant up to which a report that was read at a given time holds every call: the gateway's reports lag behind, so
 * the newest calls are missing. Pages show this time, and never the time of the reading.
 */
export function completeThrough(readAt: Date, lagMinutes: number): Date {
  return new Date(readAt.getTime() - lagMinutes * 60_000);
}
