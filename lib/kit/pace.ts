import { takeToken } from './token-bucket';

/**
 * To be awaited before each of many things: they leave at `perSecond` at most, after a first burst of `capacity`, so
 * that nobody has to refuse any. Whoever asks first goes first.
 */
export function createPace(
  rule: { perSecond: number; capacity: number },
  time: { nowMs(): number; sleep(ms: number): Promise<void> },
): () => Promise<void> {
  let bucket = { tokens: rule.capacity, atMs: time.nowMs() };
  return async () => {
    const taken = takeToken(bucket, { ...rule, nowMs: time.nowMs() });
    bucket = taken.bucket;
    if (taken.waitMs > 0) await time.sleep(taken.waitMs);
  };
}
