export const CALL_CLASSES = ['success', 'blocked', 'failed', 'other'] as const;
export type CallClass = (typeof CALL_CLASSES)[number];
export type CallCounts = Record<CallClass, number>;

/** The class in which reports count an answer. */
export function callClass(status: number): CallClass {
  if (status <= 301 || status === 304 || status === 307) return 'success';
  if (status === 401 || status === 403 || status === 429) return 'blocked';
  if (status === 400 || status >= 500) return 'failed';
  return 'other';
}

export function noCalls(): CallCounts {
  return { success: 0, blocked: 0, failed: 0, other: 0 };
}

export function totalCalls(counts: CallCounts): number {
  return counts.success + counts.blocked + counts.failed + counts.other;
}
