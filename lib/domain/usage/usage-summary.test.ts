import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { findProduct } from '../catalog/catalog';
import type { Product } from '../catalog/product';
import { type UsageSummaryInput, usageSummary } from './usage-summary';

const catalog = loadCatalog();

function sold(id: string): Product {
  const product = findProduct(catalog, id);
  if (!product) throw new Error(`no product ${id}`);
  return product;
}

const period = { start: new Date('2026-11-01T10:20:00Z'), end: new Date('2026-12-01T10:20:00Z') };

const window = (start: string, end: string, calls: number) => ({
  start: new Date(start),
  end: new Date(end),
  calls,
});

const day = (date: string, calls: number) =>
  window(`2026-11-${date}T00:00:00Z`, `2026-11-${date}T23:59:59Z`, calls);

function summary(id: string, input: Partial<UsageSummaryInput>) {
  return usageSummary({
    product: sold(id),
    period,
    now: new Date('2026-11-16T10:15:00Z'),
    windows: [],
    ...input,
  });
}

describe('calls and cost so far', () => {
  test('are the windows of the period and no others', () => {
    const found = summary('standard', {
      windows: [
        window('2026-11-01T00:00:00Z', '2026-11-01T10:15:00Z', 5_000_000),
        window('2026-11-01T10:15:00Z', '2026-11-02T00:00:00Z', 20_000),
        day('05', 100_000),
        window('2026-12-01T10:15:00Z', '2026-12-02T00:00:00Z', 7_000_000),
      ],
    });
    expect(found.callsInPeriod).toBe(120_000);
    expect(found.costSoFar.totalMinor).toBe(10_995);
    expect([found.included, found.left]).toEqual([100_000, 0]);
  });

  test('what is left counts down to 0 and stays there', () => {
    const left = (id: string, calls: number) => {
      const found = summary(id, { windows: [day('05', calls)] });
      return [found.included, found.left];
    };
    expect(left('free', 40)).toEqual([100, 60]);
    expect(left('developer', 100)).toEqual([100, 0]);
    expect(left('developer', 101)).toEqual([100, 0]);
    expect(left('basic', 1)).toEqual([50_000, 49_999]);
    expect(left('payg', 1)).toEqual([null, null]);
    expect(left('enterprise', 0)).toEqual([1_500_000, 1_500_000]);
    expect(left('enterprise', 1_600_000)).toEqual([3_000_000, 1_400_000]);
  });
});

describe('days', () => {
  test('each from the first to today is there, with 0 where nothing was called', () => {
    const { days } = summary('payg', {
      now: new Date('2026-11-05T00:00:00Z'),
      windows: [day('03', 7), window('2026-11-01T10:15:00Z', '2026-11-02T00:00:00Z', 5)],
    });
    expect(days).toEqual([
      { day: '2026-11-01', calls: 5 },
      { day: '2026-11-02', calls: 0 },
      { day: '2026-11-03', calls: 7 },
      { day: '2026-11-04', calls: 0 },
      { day: '2026-11-05', calls: 0 },
    ]);
  });

  test('two windows of one day are one day', () => {
    const { days } = summary('payg', {
      now: new Date('2026-11-02T12:00:00Z'),
      windows: [
        window('2026-11-02T00:00:00Z', '2026-11-02T08:00:00Z', 1),
        window('2026-11-02T08:00:00Z', '2026-11-03T00:00:00Z', 2),
      ],
    });
    expect(days.at(-1)).toEqual({ day: '2026-11-02', calls: 3 });
  });

  test('a period that is over ends with its last day', () => {
    const { days } = summary('payg', { now: new Date('2027-01-20T00:00:00Z') });
    expect(days.at(0)?.day).toBe('2026-11-01');
    expect(days.at(-1)?.day).toBe('2026-12-01');
    expect(days).toHaveLength(31);
  });

  test('a period that has not begun has none', () => {
    expect(summary('payg', { now: new Date('2026-10-01T00:00:00Z') }).days).toEqual([]);
  });
});

describe('at this pace', () => {
  test('half of the period gone: twice the calls, and what they will cost', () => {
    const found = summary('standard', { windows: [day('05', 75_000)] });
    expect(found.projectedCalls).toBe(150_000);
    expect(found.projectedCost?.totalMinor).toBe(13_995);
  });

  test('the pace is measured up to where usage was read, not up to now', () => {
    const found = summary('payg', {
      windows: [day('05', 1000)],
      readThrough: new Date('2026-11-11T10:15:00Z'),
    });
    expect(found.projectedCalls).toBe(3000);
  });

  test('a day of the period must have passed before anything is said', () => {
    const at = (now: string) => summary('payg', { now: new Date(now), windows: [day('02', 10)] });
    expect(at('2026-11-02T10:14:59.999Z')).toMatchObject({
      projectedCalls: null,
      projectedCost: null,
    });
    expect(at('2026-11-02T10:15:00.000Z').projectedCalls).toBe(300);
  });

  test('no calls at all is a pace too', () => {
    expect(summary('standard', {}).projectedCost?.totalMinor).toBe(8995);
  });

  test('where a quota stops the calls, the projection stops as well', () => {
    const found = summary('basic', { windows: [day('05', 45_000)] });
    expect(found.projectedCalls).toBe(50_000);
    expect(found.projectedCost?.totalMinor).toBe(1495);
  });

  test('a period that is over is no guess', () => {
    const found = summary('payg', {
      now: new Date('2026-12-01T10:15:00Z'),
      windows: [day('05', 1234)],
    });
    expect(found.projectedCalls).toBe(1234);
    expect(found.projectedCost?.totalMinor).toBe(185);
  });

  test('is never less than what was called', () => {
    const products = fc.constantFrom(...catalog.products);
    const calls = fc.integer({ min: 0, max: 1_000_000_000_000 });
    const now = fc.date({
      min: period.start,
      max: new Date('2027-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(products, calls, now, (product, count, instant) => {
        const found = usageSummary({ product, period, now: instant, windows: [day('05', count)] });
        if (found.projectedCalls === null) return;
        expect(found.projectedCalls).toBeGreaterThanOrEqual(count);
        expect(found.projectedCost?.totalMinor).toBeGreaterThanOrEqual(found.costSoFar.totalMinor);
      }),
      { seed: 20_261_129, numRuns: 300 },
    );
  });
});
