import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Product } from '../catalog/product';
import { lateCharge } from './late-usage';
import { quote } from './pricing';

const standard: Product = {
  id: 'standard',
  displayName: 'Standard',
  description: null,
  recurring: { interval: 'month', intervalCount: 1 },
  qualityOfService: { rateLimit: null, quota: null },
  pricingModelType: 'TierWithOverage',
  currency: 'usd',
  prices: {
    unit: { currency: 'usd', unitAmount: 8995, quota: 1000 },
    metered: { currency: 'usd', unitAmount: 10 },
  },
};
const period = {
  start: new Date('2026-01-10T09:07:00Z'),
  end: new Date('2026-02-10T09:07:00Z'),
};
const late = (
  callsBilled: number | null,
  callsCounted: number,
  siblingCalls: number | null = null,
  allowanceUsed = 0,
) =>
  lateCharge({ product: standard, period, callsBilled, callsCounted, siblingCalls, allowanceUsed });

test('free calls that were used before are counted and not called this period’s own', () => {
  expect(late(null, 250, null, 100).description).toBe(
    'Usage from 2026-01-10 to 2026-02-10: 150 calls; 100 calls of the free allowance were used before',
  );
});

test('late calls cost what they add to the whole quote', () => {
  expect(late(120_000, 121_500)).toEqual({
    amountMinor: 150,
    currency: 'usd',
    description:
      'Late usage from 2026-01-10 to 2026-02-10: 1,500 calls reported after the invoice was issued (120,000 billed, 121,500 counted)',
  });
});

test('late calls within what is included cost nothing, across its edge only what is beyond', () => {
  expect(late(10, 100_000).amountMinor).toBe(0);
  expect(late(99_000, 101_000).amountMinor).toBe(100);
});

test('a correction down credits the difference', () => {
  expect(late(121_500, 120_000)).toMatchObject({
    amountMinor: -150,
    description: expect.stringContaining('Correction for 2026-01-10 to 2026-02-10: 1,500 calls'),
  });
});

test('without any invoice the whole quote is due', () => {
  expect(late(null, 120_000)).toMatchObject({
    amountMinor: 10_995,
    description: 'Usage from 2026-01-10 to 2026-02-10: 120,000 calls',
  });
});

test('rounding is that of one invoice: late steps add up to the cent', () => {
  const steps = [0, 100_003, 100_004, 100_009, 100_015];
  const sum = steps
    .slice(1)
    .reduce((total, counted, i) => total + late(steps[i] ?? 0, counted).amountMinor, 8995);
  expect(sum).toBe(late(null, 100_015).amountMinor);
});

test('calls after a pause are priced from where the paused period stopped', () => {
  expect(late(null, 5_000, 0)).toMatchObject({ amountMinor: 0, description: expect.any(String) });
  expect(late(null, 5_000, 98_000).amountMinor).toBe(300);
  expect(late(null, 5_000, 120_000).amountMinor).toBe(500);
  expect(late(5_000, 4_000, 98_000).amountMinor).toBe(-100);
});

test('when nothing was billed of either part, the first of them to be billed is charged the whole quote', () => {
  expect(late(null, 5_000).amountMinor).toBe(8_995);
  expect(late(null, 96_000, 5_000).amountMinor).toBe(100);
});

const block = { currency: 'usd', unitAmount: 1_500, quota: 10 };
const metered = { currency: 'usd', unitAmount: 3 };
const priced = fc.constantFrom<Product>(
  standard,
  { ...standard, pricingModelType: 'Metered', prices: { metered } },
  {
    ...standard,
    pricingModelType: 'Freemium',
    prices: { unit: { ...block, unitAmount: 0 }, metered },
  },
  { ...standard, pricingModelType: 'Unit', prices: { unit: { ...block, maxUnits: 5 } } },
  { ...standard, pricingModelType: 'MeteredUnit', prices: { unit: block } },
);
const step = fc.record({ isGap: fc.boolean(), calls: fc.integer({ min: 0, max: 150_000 }) });

test('in whatever order the parts of a paused period are counted, all charges are the quote of both', () => {
  fc.assert(
    fc.property(priced, fc.array(step, { minLength: 1, maxLength: 8 }), (product, steps) => {
      let paused: number | null = null;
      let gap: number | null = null;
      let charged = 0;
      for (const { isGap, calls } of steps) {
        const of = isGap
          ? { callsBilled: gap, siblingCalls: paused }
          : { callsBilled: paused, siblingCalls: gap };
        charged += lateCharge({
          product,
          period,
          callsCounted: calls,
          allowanceUsed: 0,
          ...of,
        }).amountMinor;
        if (isGap) gap = calls;
        else paused = calls;
      }
      return charged === quote(product, (paused ?? 0) + (gap ?? 0)).totalMinor;
    }),
    { seed: 20_261_127, numRuns: 500 },
  );
});
