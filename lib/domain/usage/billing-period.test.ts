import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recurring } from '../catalog/product';
import { nextPeriod, type Period, periodAt } from './billing-period';

const seeded = { seed: 20_261_125, numRuns: 500 };
const month: Recurring = { interval: 'month', intervalCount: 1 };

const at = (anchor: string, recurring: Recurring, instant: string) =>
  written(periodAt(new Date(anchor), recurring, new Date(instant)));

function written(period: Period): [string, string] {
  return [period.start.toISOString(), period.end.toISOString()];
}

/** Ends of `count` periods in a row from the anchor on, by day. */
function ends(anchor: string, recurring: Recurring, count: number): string[] {
  let period = periodAt(new Date(anchor), recurring, new Date(anchor));
  const found: string[] = [];
  for (let index = 0; index < count; index += 1) {
    found.push(period.end.toISOString().slice(0, 10));
    period = nextPeriod(new Date(anchor), recurring, period);
  }
  return found;
}

describe('months', () => {
  test('a short month uses its last day instead of a missing one, and later months the original day', () => {
    expect(ends('2026-01-31T08:15:30Z', month, 5)).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
    ]);
    expect(ends('2026-01-29T00:00:00Z', month, 2)).toEqual(['2026-02-28', '2026-03-29']);
  });

  test('leap years', () => {
    expect(ends('2027-12-31T00:00:00Z', month, 3)).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
    ]);
    expect(ends('2100-01-31T00:00:00Z', month, 1)).toEqual(['2100-02-28']);
  });

  test('the time of day is the anchor’s, to the millisecond', () => {
    expect(at('2026-01-31T08:15:30.250Z', month, '2026-02-28T08:15:30.249Z')).toEqual([
      '2026-01-31T08:15:30.250Z',
      '2026-02-28T08:15:30.250Z',
    ]);
  });

  test('an end belongs to the period that follows', () => {
    expect(at('2026-01-31T08:15:30.250Z', month, '2026-02-28T08:15:30.250Z')).toEqual([
      '2026-02-28T08:15:30.250Z',
      '2026-03-31T08:15:30.250Z',
    ]);
  });

  test('several months at a time', () => {
    expect(ends('2026-11-30T00:00:00Z', { interval: 'month', intervalCount: 3 }, 4)).toEqual([
      '2027-02-28',
      '2027-05-30',
      '2027-08-30',
      '2027-11-30',
    ]);
  });

  test('an instant before the anchor lies in a period too', () => {
    expect(at('2026-03-31T00:00:00Z', month, '2026-03-30T23:59:59.999Z')).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
    ]);
  });
});

describe('days, weeks, years', () => {
  test('a year from the 29th of February', () => {
    expect(ends('2028-02-29T00:00:00Z', { interval: 'year', intervalCount: 1 }, 4)).toEqual([
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ]);
    expect(ends('2026-05-01T00:00:00Z', { interval: 'year', intervalCount: 2 }, 2)).toEqual([
      '2028-05-01',
      '2030-05-01',
    ]);
  });

  test('days and weeks are 24 hours and seven times that', () => {
    expect(
      at('2026-03-28T22:00:00Z', { interval: 'day', intervalCount: 10 }, '2026-04-08T00:00:00Z'),
    ).toEqual(['2026-04-07T22:00:00.000Z', '2026-04-17T22:00:00.000Z']);
    expect(
      at('2026-11-02T00:00:00Z', { interval: 'week', intervalCount: 2 }, '2026-11-30T00:00:00Z'),
    ).toEqual(['2026-11-30T00:00:00.000Z', '2026-12-14T00:00:00.000Z']);
  });
});

const recurring: fc.Arbitrary<Recurring> = fc.record({
  interval: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
  intervalCount: fc.integer({ min: 1, max: 36 }),
});
const instant = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2060-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('for any anchor, interval and instant', () => {
  test('the period holds the instant', () => {
    fc.assert(
      fc.property(instant, recurring, instant, (anchor, every, when) => {
        const { start, end } = periodAt(anchor, every, when);
        expect(start.getTime()).toBeLessThanOrEqual(when.getTime());
        expect(end.getTime()).toBeGreaterThan(when.getTime());
      }),
      seeded,
    );
  });

  test('one period follows another without gap or overlap', () => {
    fc.assert(
      fc.property(instant, recurring, instant, (anchor, every, when) => {
        const period = periodAt(anchor, every, when);
        const next = nextPeriod(anchor, every, period);
        expect(next.start).toEqual(period.end);
        expect(next).toEqual(periodAt(anchor, every, period.end));
        const lastInstant = new Date(period.end.getTime() - 1);
        expect(periodAt(anchor, every, lastInstant)).toEqual(period);
      }),
      seeded,
    );
  });

  test('a period that is not on the anchor’s grid is followed from its own end', () => {
    fc.assert(
      fc.property(instant, recurring, instant, (anchor, every, end) => {
        const odd = { start: new Date(end.getTime() - 1000), end };
        const next = nextPeriod(anchor, every, odd);
        expect(next.start).toEqual(end);
        expect(next.end.getTime()).toBeGreaterThan(end.getTime());
      }),
      seeded,
    );
  });
});

test('what is no interval and no date is refused', () => {
  const day = new Date('2026-01-01T00:00:00Z');
  expect(() => periodAt(day, { interval: 'month', intervalCount: 0 }, day)).toThrow(RangeError);
  expect(() => periodAt(day, { interval: 'month', intervalCount: 1.5 }, day)).toThrow(RangeError);
  expect(() => periodAt(new Date('never'), month, day)).toThrow(RangeError);
  expect(() => periodAt(day, month, new Date('never'))).toThrow(RangeError);
});
