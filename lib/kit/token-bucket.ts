export interface TokenBucket {
  /** Below zero: that many have been promised and are still to come. */
  tokens: number;
  atMs: number;
}

/**
 * Takes one token now and says how long to wait before using it. Every taker gets a place in the line, so any
 * number of them asking at once are spread over time at the rate, after a first burst of the capacity.
 */
export function takeToken(
  bucket: TokenBucket,
  rule: { perSecond: number; capacity: number; nowMs: number },
): { bucket: TokenBucket; waitMs: number } {
  const elapsedMs = Math.max(0, rule.nowMs - bucket.atMs);
  const grown = Math.min(rule.capacity, bucket.tokens + (elapsedMs / 1000) * rule.perSecond);
  const tokens = grown - 1;
  const waitMs = tokens >= 0 ? 0 : Math.ceil((-tokens / rule.perSecond) * 1000);
  return { bucket: { tokens, atMs: rule.nowMs }, waitMs };
}
