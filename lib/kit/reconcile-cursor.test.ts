import { expect, test } from 'vitest';
import {
  parseReconcileCursor,
  type ReconcileCursor,
  storeReconcileCursor,
} from './reconcile-cursor';

const now = new Date('2026-02-03T04:05:06Z');
const cursors: ReconcileCursor[] = [
  { phase: 'states' },
  { phase: 'days', days: null },
  { phase: 'days', days: [new Date('2026-01-02T00:00:00Z'), new Date('2026-01-09T00:00:00Z')] },
  { phase: 'compare', after: null },
  { phase: 'compare', after: { subscriptionId: 'sub-1', start: new Date('2026-01-02T03:04:05Z') } },
];

test.each(cursors)('%o is read as it was stored', (cursor) => {
  const stored: unknown = JSON.parse(JSON.stringify(storeReconcileCursor(cursor, now)));
  expect(parseReconcileCursor(stored, now)).toEqual(cursor);
});

test('one of the day before, of the future or of another version is not gone on with', () => {
  const stored = storeReconcileCursor({ phase: 'states' }, now);
  expect(parseReconcileCursor(stored, new Date('2026-02-04T04:05:07Z'))).toBeNull();
  expect(parseReconcileCursor(stored, new Date('2026-02-03T04:05:05Z'))).toBeNull();
  expect(parseReconcileCursor({ ...stored, phase: 'dreams' }, now)).toBeNull();
  expect(parseReconcileCursor(null, now)).toBeNull();
});
