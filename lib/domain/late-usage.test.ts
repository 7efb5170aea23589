import { expect, test } from 'vitest';
import { lateCharge } from './late-usage';
import type { Product } from './product';

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
const late = (callsBilled: number | null, callsCounted: number) =>
  lateCharge({ product: standard, period, callsBilled, callsCounted });

test('late calls cost what they add to the whole quote', () => {
  expect(late(120_000, 121_500)).toEqual({
    amountMinor: 150,
    currency: 'usd',
    description:
      'Late usage of 2026-01-10 to 2026-02-10: 1,500 calls reported after the invoice (120,000 billed, 121,500 counted)',
  });
});

test('late calls within what is included cost nothing, across its edge only what is beyond', () => {
  expect(late(10, 100_000).amountMinor).toBe(0);
  expect(late(99_000, 101_000).amountMinor).toBe(100);
});

test('a correction down gives back what was too much', () => {
  expect(late(121_500, 120_000)).toMatchObject({
    amountMinor: -150,
    description: expect.stringContaining('Correction of 2026-01-10 to 2026-02-10: 1,500 calls'),
  });
});

test('without any invoice the whole quote is due', () => {
  expect(late(null, 120_000)).toMatchObject({
    amountMinor: 10_995,
    description: 'Usage of 2026-01-10 to 2026-02-10: 120,000 calls',
  });
});

test('rounding is that of one invoice: late steps add up to the cent', () => {
  const steps = [0, 100_003, 100_004, 100_009, 100_015];
  const sum = steps
    .slice(1)
    .reduce((total, counted, i) => total + late(steps[i] ?? 0, counted).amountMinor, 8995);
  expect(sum).toBe(late(null, 100_015).amountMinor);
});
