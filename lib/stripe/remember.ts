/**
 * Keeps what a look-up found for a short while. Nothing found is not kept: it is what provisioning changes next.
 * Look-ups of one key that overlap share a single request.
 */
export function createMemory<T>(ttlMs: number, now: () => number = Date.now) {
  const entries = new Map<string, { value: Promise<T>; until: number }>();
  return async function remember(key: string, lookUp: () => Promise<T>): Promise<T> {
    const known = entries.get(key);
    if (known && known.until > now()) return known.value;
    const value = lookUp();
    const entry = { value, until: now() + ttlMs };
    entries.set(key, entry);
    try {
      return await value;
    } catch (error) {
      if (entries.get(key) === entry) entries.delete(key);
      throw error;
    }
  };
}
