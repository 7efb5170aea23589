const FORMAT = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** Seconds since epoch as a day in UTC. */
export function day(seconds: number): string {
  return FORMAT.format(new Date(seconds * 1000));
}
