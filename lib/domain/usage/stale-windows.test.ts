import { describe, expect, test } from 'vitest';
import { staleWindows } from './stale-windows';
import { usageRange, windowsOf } from './usage-window';

const at = (iso: string) => new Date(`2026-11-${iso}:00Z`);
const period = { start: at('19T08:00'), end: at('23T10:17') };
const windows = windowsOf(usageRange(period)).filter((one) => one.end > at('20T10:15'));
const countedFrom = at('23T10:47');
const bulk = { readThrough: at('23T10:50'), finishedAt: at('23T10:51'), rereadDays: 3 };
const rows = (readAt = bulk.readThrough) => windows.map((window) => ({ ...window, readAt }));
const stale = (changes: Partial<Parameters<typeof staleWindows>[1]>) =>
  staleWindows(windows, { previous: rows(), bulk, countedFrom, ...changes }).map(
    ({ start, end }) => `${start.toISOString().slice(8, 16)} ${end.toISOString().slice(8, 16)}`,
  );
const ALL = ['20T00:00 21T00:00', '21T00:00 22T00:00', '22T00:00 23T00:00', '23T00:00 23T10:15'];

describe('windows that are read once more when a period is closed', () => {
  test('none after a whole bulk reading since its last counts were in, of a busy or an idle one', () => {
    expect(stale({})).toEqual([]);
    expect(stale({ previous: [] })).toEqual([]);
  });

  test('all without such a reading, or with one that began before', () => {
    expect(stale({ bulk: null })).toEqual(ALL);
    expect(stale({ bulk: { ...bulk, readThrough: at('23T10:46') } })).toEqual(ALL);
  });

  test('days that the reading did not go back to', () => {
    const next = { ...bulk, readThrough: at('24T00:05'), finishedAt: at('24T00:06') };
    expect(stale({ bulk: next, previous: rows(next.readThrough) })).toEqual(ALL.slice(0, 1));
  });

  test('windows that were read before, or after by one that may have stopped in the middle', () => {
    const [first, second, ...others] = rows();
    if (!first || !second) throw new Error('There are four.');
    const previous = [
      { ...first, readAt: at('23T10:46') },
      { ...second, readAt: at('23T10:52') },
      ...others,
    ];
    expect(stale({ previous })).toEqual(ALL.slice(0, 2));
  });

  test('a day that is cut elsewhere, or in another number of parts', () => {
    const whole = { start: at('23T00:00'), end: at('24T00:00'), readAt: bulk.readThrough };
    expect(stale({ previous: [...rows().slice(0, 3), whole] })).toEqual(ALL.slice(3));
    const parts = [
      { start: at('21T00:00'), end: at('21T05:00'), readAt: bulk.readThrough },
      { start: at('21T05:00'), end: at('22T00:00'), readAt: bulk.readThrough },
    ];
    const [first, , ...others] = rows();
    if (!first) throw new Error('There are four.');
    expect(stale({ previous: [first, ...parts, ...others] })).toEqual(ALL.slice(1, 2));
  });

  test('the rest of the day in which it began, which is a difference', () => {
    const rest = { start: at('23T08:00'), end: at('23T10:15') };
    const previous = [{ ...rest, readAt: bulk.readThrough }];
    expect(staleWindows([rest], { previous, bulk, countedFrom })).toEqual([rest]);
  });
});
