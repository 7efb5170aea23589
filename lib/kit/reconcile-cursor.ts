/** The checkpoint of a reconciliation that was cut short. Everything before it is done and recorded. */
export type ReconcileCursor =
  | { phase: 'states' }
  /** Days that are still to be read again; null = they have not been looked for yet. */
  | { phase: 'days'; days: Date[] | null }
  | { phase: 'compare'; after: { subscriptionId: string; start: Date } | null };

export type StoredReconcileCursor = {
  phase: string;
  startedAt: string;
  days: string[] | null;
  after: { subscriptionId: string; start: string } | null;
};

export function storeReconcileCursor(
  cursor: ReconcileCursor,
  startedAt: Date,
): StoredReconcileCursor {
  return {
    phase: cursor.phase,
    startedAt: startedAt.toISOString(),
    days: cursor.phase === 'days' ? (cursor.days?.map((day) => day.toISOString()) ?? null) : null,
    after:
      cursor.phase === 'compare' && cursor.after
        ? { ...cursor.after, start: cursor.after.start.toISOString() }
        : null,
  };
}

/** Older ones are not continued: what was compared first may have changed since. */
const USABLE_MS = 24 * 3_600_000;

/** Null for what is too old, or is no cursor of this version. */
export function parseReconcileCursor(stored: unknown, now: Date): ReconcileCursor | null {
  const fields = fieldsOf(stored);
  const startedAt = toDate(fields.get('startedAt'));
  if (!startedAt || startedAt > now || now.getTime() - startedAt.getTime() > USABLE_MS) return null;
  switch (fields.get('phase')) {
    case 'states':
      return { phase: 'states' };
    case 'days': {
      const days = fields.get('days');
      return {
        phase: 'days',
        days: Array.isArray(days) ? days.flatMap((day) => toDate(day) ?? []) : null,
      };
    }
    case 'compare': {
      const after = fieldsOf(fields.get('after'));
      const start = toDate(after.get('start'));
      const subscriptionId = after.get('subscriptionId');
      return {
        phase: 'compare',
        after: start && typeof subscriptionId === 'string' ? { subscriptionId, start } : null,
      };
    }
    default:
      return null;
  }
}

function fieldsOf(value: unknown): Map<string, unknown> {
  return new Map(Object.entries(Object(value)));
}

function toDate(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
