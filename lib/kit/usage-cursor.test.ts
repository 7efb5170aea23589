import { expect, test } from 'vitest';
import { parseCursor, storeCursor } from './usage-cursor';

const at = (iso: string) => new Date(iso);
const cursor = {
  readAt: at('2026-02-10T10:00:00Z'),
  nextDay: at('2026-02-09T00:00:00Z'),
  isWhole: false,
  pushAfter: { subscriptionId: 'sub-1', start: at('2026-01-10T09:07:00Z') },
};

test('comes back as it was stored', () => {
  const stored = JSON.parse(JSON.stringify(storeCursor(cursor)));
  expect(parseCursor(stored, at('2026-02-10T11:00:00Z'))).toEqual(cursor);
  const done = { readAt: cursor.readAt, nextDay: null, isWhole: true, pushAfter: null };
  expect(parseCursor(storeCursor(done), cursor.readAt)).toEqual(done);
});

test.each([
  ['too old', storeCursor(cursor), '2026-02-10T12:00:01Z'],
  ['of the future', storeCursor(cursor), '2026-02-10T09:59:59Z'],
  ['nothing', null, '2026-02-10T10:00:00Z'],
  ['of another version', { day: 3 }, '2026-02-10T10:00:00Z'],
])('%s starts over', (_what, stored, now) => {
  expect(parseCursor(stored, at(now))).toBeNull();
});
