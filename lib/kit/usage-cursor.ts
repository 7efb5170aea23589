/** The checkpoint of a usage run. Everything before it is done, or failed, and recorded. */
export interface UsageCursor {
  /** When the chain of runs began: counts are known through this instant once all days are read. */
  readAt: Date;
  /** The next day to read; null = all days are read. */
  nextDay: Date | null;
  /**
   * Whether every day so far was read. A failed day is not read again in this chain, and keeps the mark where it was.
   */
  isWhole: boolean;
  pushAfter: { subscriptionId: string; start: Date } | null;
}

export interface StoredUsageCursor {
  readAt: string;
  nextDay: string | null;
  isWhole: boolean;
  pushAfter: { subscriptionId: string; start: string } | null;
}

export function storeCursor(cursor: UsageCursor): StoredUsageCursor {
  return {
    readAt: cursor.readAt.toISOString(),
    nextDay: cursor.nextDay?.toISOString() ?? null,
    isWhole: cursor.isWhole,
    pushAfter: cursor.pushAfter && {
      subscriptionId: cursor.pushAfter.subscriptionId,
      start: cursor.pushAfter.start.toISOString(),
    },
  };
}

/** Older ones are not continued: counts have changed since, so everything is read again. */
const USABLE_MS = 2 * 3_600_000;

/** Null for what is too old, or is no cursor of this version. */
export function parseCursor(stored: unknown, now: Date): UsageCursor | null {
  const fields = new Map<string, unknown>(Object.entries(Object(stored)));
  const readAt = toDate(fields.get('readAt'));
  if (!readAt || readAt > now || now.getTime() - readAt.getTime() > USABLE_MS) return null;
  const after = new Map<string, unknown>(Object.entries(Object(fields.get('pushAfter'))));
  const start = toDate(after.get('start'));
  const subscriptionId = after.get('subscriptionId');
  return {
    readAt,
    nextDay: toDate(fields.get('nextDay')),
    isWhole: fields.get('isWhole') !== false,
    pushAfter: start && typeof subscriptionId === 'string' ? { subscriptionId, start } : null,
  };
}

function toDate(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
