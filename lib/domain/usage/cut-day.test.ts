import { expect, test } from 'vitest';
import { cutDay } from './cut-day';

const at = (iso: string) => new Date(iso);
const day = at('2026-01-10T00:00:00Z');
const next = at('2026-01-11T00:00:00Z');

test('a day without a boundary is whole', () => {
  const period = { start: at('2026-01-01T09:00:00Z'), end: at('2026-02-01T09:00:00Z') };
  expect(cutDay(day, [period])).toEqual([{ start: day, end: next }]);
  expect(cutDay(day, [])).toEqual([{ start: day, end: next }]);
});

test('two periods that meet in the day cut it once, at the 15-minute bucket of the boundary', () => {
  const cut = at('2026-01-10T09:00:00Z');
  const boundary = at('2026-01-10T09:07:13Z');
  const parts = cutDay(day, [
    { start: at('2025-12-10T09:07:13Z'), end: boundary },
    { start: boundary, end: at('2026-02-10T09:07:13Z') },
  ]);
  expect(parts).toEqual([
    { start: day, end: cut },
    { start: cut, end: next },
  ]);
});

test('a boundary at midnight belongs to no day', () => {
  const parts = cutDay(day, [{ start: at('2025-12-10T00:00:00Z'), end: day }]);
  expect(parts).toEqual([{ start: day, end: next }]);
});
