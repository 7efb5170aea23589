export interface QuotaWindow {
  readonly index: number;
  readonly startMs: number;
  /** Infinity for a quota that is never renewed. */
  readonly endMs: number;
}

/** The window of fixed length, counted from an anchor, in which an instant lies. */
export function quotaWindow(input: {
  anchorMs: number;
  periodSeconds: number;
  atMs: number;
}): QuotaWindow {
  if (input.periodSeconds === 0) {
    return { index: 0, startMs: input.anchorMs, endMs: Number.POSITIVE_INFINITY };
  }
  const lengthMs = input.periodSeconds * 1000;
  const index = Math.floor((input.atMs - input.anchorMs) / lengthMs);
  const startMs = input.anchorMs + index * lengthMs;
  return { index, startMs, endMs: startMs + lengthMs };
}
