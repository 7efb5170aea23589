/** `created=…` or `created[gte]=…`. */
export function inRange(
  seconds: number,
  limits: { gt?: number; gte?: number; lt?: number; lte?: number } | number | undefined,
): boolean {
  if (limits === undefined) return true;
  if (typeof limits === 'number') return seconds === limits;
  return (
    seconds > (limits.gt ?? -Infinity) &&
    seconds >= (limits.gte ?? -Infinity) &&
    seconds < (limits.lt ?? Infinity) &&
    seconds <= (limits.lte ?? Infinity)
  );
}

/** What a parameter changes: nothing when it is missing, to null when it is empty. */
export function changedTo<T>(given: T | '' | undefined, now: T | null): T | null {
  if (given === undefined) return now;
  return given === '' ? null : given;
}

/** Keys that are given `''` are removed; `''` for the whole removes all. */
export function mergeMetadata(
  now: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> | '' | undefined,
): Record<string, string> {
  if (change === undefined) return { ...now };
  if (change === '') return {};
  const merged = { ...now, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}
