import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextPeriod, type Period, periodAt } from './billing-period';
import {
  dayOf,
  daysToRead,
  lastUsageRange,
  secondBucketAfter,
  splitByAge,
  usageRange,
  windowOfDay,
  windowsOf,
} from './usage-window';

const seeded = { seed: 20_261_126, numRuns: 500 };

const between = (start: string, end: string): Period => ({
  start: new Date(start),
  end: new Date(end),
});
const written = ({ start, end }: Period) => `${start.toISOString()} ${end.toISOString()}`;
const days = (found: Date[]) => found.map((day) => day.toISOString());

test.each([
  ['2026-11-05T10:15:00.000Z', '2026-11-05T10:45:00.000Z'],
  ['2026-11-05T10:29:59.999Z', '2026-11-05T10:45:00.000Z'],
])('what is answered shortly after %s lies before %s', (instant, boundary) => {
  expect(secondBucketAfter(new Date(instant)).toISOString()).toBe(boundary);
});

describe('the range that a period bills', () => {
  test.each([
    ['on the quarter', '2026-11-05T10:15:00.000Z', '2026-11-05T10:15:00.000Z'],
    ['a millisecond before it', '2026-11-05T10:14:59.999Z', '2026-11-05T10:00:00.000Z'],
    ['a millisecond after it', '2026-11-05T10:15:00.001Z', '2026-11-05T10:15:00.000Z'],
    ['just after midnight', '2026-11-05T00:03:12.000Z', '2026-11-05T00:00:00.000Z'],
  ])('a boundary %s belongs to the bucket that it falls into', (_name, boundary, bucket) => {
    const after = usageRange({ start: new Date(boundary), end: new Date('2026-12-05T00:00:00Z') });
    const before = usageRange({ start: new Date('2026-10-05T00:00:00Z'), end: new Date(boundary) });
    expect(after.start.toISOString()).toBe(bucket);
    expect(before.end.toISOString()).toBe(bucket);
  });
});

test('the last period has the bucket that it ends in, because none follows to bill it', () => {
  expect(written(lastUsageRange(between('2026-11-05T10:17:00Z', '2026-11-20T08:01:00Z')))).toBe(
    '2026-11-05T10:15:00.000Z 2026-11-20T08:15:00.000Z',
  );
  expect(written(lastUsageRange(between('2026-11-05T10:15:00Z', '2026-11-20T08:15:00Z')))).toBe(
    '2026-11-05T10:15:00.000Z 2026-11-20T08:15:00.000Z',
  );
});

describe('windows', () => {
  test('are UTC days, cut at odd boundaries', () => {
    const range = usageRange(between('2026-11-05T10:17:42Z', '2026-11-08T10:17:42Z'));
    expect(windowsOf(range).map(written)).toEqual([
      '2026-11-05T10:15:00.000Z 2026-11-06T00:00:00.000Z',
      '2026-11-06T00:00:00.000Z 2026-11-07T00:00:00.000Z',
      '2026-11-07T00:00:00.000Z 2026-11-08T00:00:00.000Z',
      '2026-11-08T00:00:00.000Z 2026-11-08T10:15:00.000Z',
    ]);
  });

  test('a boundary at midnight makes no empty window', () => {
    const range = between('2026-11-05T00:00:00Z', '2026-11-06T00:00:00Z');
    expect(windowsOf(range).map(written)).toEqual([written(range)]);
  });

  test('a period within one day is one window, within one bucket none', () => {
    const range = usageRange(between('2026-11-05T10:17:00Z', '2026-11-05T11:46:00Z'));
    expect(windowsOf(range).map(written)).toEqual([
      '2026-11-05T10:15:00.000Z 2026-11-05T11:45:00.000Z',
    ]);
    expect(windowsOf(usageRange(between('2026-11-05T10:16:00Z', '2026-11-05T10:29:00Z')))).toEqual(
      [],
    );
  });

  test('the part of a day that a range has', () => {
    const range = between('2026-11-05T10:15:00Z', '2026-11-07T00:00:00Z');
    const part = (day: string) => {
      const window = windowOfDay(new Date(day), range);
      return window && written(window);
    };
    expect(part('2026-11-05T00:00:00Z')).toBe('2026-11-05T10:15:00.000Z 2026-11-06T00:00:00.000Z');
    expect(part('2026-11-06T17:00:00Z')).toBe('2026-11-06T00:00:00.000Z 2026-11-07T00:00:00.000Z');
    expect(part('2026-11-04T00:00:00Z')).toBeNull();
    expect(part('2026-11-07T00:00:00Z')).toBeNull();
  });
});

const instant = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2040-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('for any period', () => {
  test('windows partition the range exactly, none longer than a day', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 40 * 86_400_000 }), (start, lengthMs) => {
        const range = usageRange({ start, end: new Date(start.getTime() + lengthMs) });
        const windows = windowsOf(range);
        let reached = range.start.getTime();
        for (const window of windows) {
          expect(window.start.getTime()).toBe(reached);
          expect(window.end.getTime()).toBeGreaterThan(reached);
          expect(dayOf(window.start)).toEqual(dayOf(new Date(window.end.getTime() - 1)));
          expect(window.start.getTime() % 900_000).toBe(0);
          expect(windowOfDay(window.start, range)).toEqual(window);
          reached = window.end.getTime();
        }
        expect(reached).toBe(range.end.getTime());
      }),
      seeded,
    );
  });

  test('periods in a row bill every bucket once', () => {
    const every = fc.constantFrom('day' as const, 'week' as const, 'month' as const);
    fc.assert(
      fc.property(instant, every, instant, (anchor, interval, when) => {
        const recurring = { interval, intervalCount: 1 };
        const period = periodAt(anchor, recurring, when);
        const next = nextPeriod(anchor, recurring, period);
        expect(usageRange(next).start).toEqual(usageRange(period).end);
        const last = windowsOf(usageRange(period)).at(-1);
        const first = windowsOf(usageRange(next)).at(0);
        expect(first?.start).toEqual(last?.end);
      }),
      seeded,
    );
  });
});

describe('the days that a run reads', () => {
  const now = new Date('2026-11-23T04:30:00Z');
  const read = (lastReadThrough: string | null, rereadDays = 3) =>
    days(
      daysToRead({
        lastReadThrough: lastReadThrough === null ? null : new Date(lastReadThrough),
        now,
        rereadDays,
      }),
    );

  test('today and the days that may still be corrected, oldest first', () => {
    const expected = [
      '2026-11-20T00:00:00.000Z',
      '2026-11-21T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ];
    expect(read('2026-11-23T04:00:00Z')).toEqual(expected);
    expect(read(null)).toEqual(expected);
  });

  test('days that were missed are read too, and those before them again', () => {
    expect(read('2026-11-21T23:59:59.999Z', 1)).toEqual([
      '2026-11-20T00:00:00.000Z',
      '2026-11-21T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ]);
  });

  test('at midnight the day that has just begun is among them', () => {
    const midnight = new Date('2026-11-23T00:00:00.000Z');
    expect(days(daysToRead({ lastReadThrough: midnight, now: midnight, rereadDays: 0 }))).toEqual([
      '2026-11-23T00:00:00.000Z',
    ]);
  });

  test('a clock that was set back skips nothing', () => {
    expect(read('2026-12-24T00:00:00Z', 0)).toEqual(['2026-11-23T00:00:00.000Z']);
  });

  test('days that no source keeps any more are separated, however long nothing was read', () => {
    const now = new Date('2026-11-23T04:00:00Z');
    const lastReadThrough = new Date('2026-01-01T00:00:00Z');
    const { kept, lost } = splitByAge(daysToRead({ lastReadThrough, now, rereadDays: 3 }), {
      now,
      keptDays: 45,
    });
    expect(kept).toHaveLength(46);
    expect(days(kept.slice(0, 1))).toEqual(['2026-10-09T00:00:00.000Z']);
    expect(days(lost.slice(-1))).toEqual(['2026-10-08T00:00:00.000Z']);
    expect(splitByAge(kept, { now, keptDays: 45 })).toEqual({ kept, lost: [] });
  });
});
