import { expect, test } from 'vitest';
import { pushTime } from './push-usage';

const period = { start: new Date('2026-01-10T09:00:00Z'), end: new Date('2026-02-10T09:00:00Z') };
const at = (iso: string) => new Date(iso);

test('a push during the period has the time of the push, in whole seconds', () => {
  const now = at('2026-01-20T12:00:00.900Z');
  expect(pushTime(period, null, now)).toEqual(at('2026-01-20T12:00:00Z'));
});

test('a push is later than the one before, even within the same second', () => {
  const now = at('2026-01-20T12:00:00Z');
  expect(pushTime(period, now, now)).toEqual(at('2026-01-20T12:00:01Z'));
});

test('after the period it still lies inside, with room for corrections', () => {
  const late = at('2026-02-11T00:00:00Z');
  const first = pushTime(period, null, late);
  expect(first).toEqual(at('2026-02-10T08:59:00Z'));
  expect(pushTime(period, first, late)).toEqual(at('2026-02-10T08:59:01Z'));
});

test('the first push of a period keeps clear of the minute in which the one before it ended', () => {
  const early = at('2026-01-10T08:59:59Z');
  expect(pushTime(period, null, early)).toEqual(at('2026-01-10T09:01:00Z'));
});

test('when no second is left it says so instead of reporting into the next period', () => {
  const last = at('2026-02-10T08:59:59Z');
  expect(() => pushTime(period, last, at('2026-02-11T00:00:00Z'))).toThrow('No second is left');
});
