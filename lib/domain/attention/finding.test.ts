import { expect, test } from 'vitest';
import type { Product } from '../catalog/product';
import { worthOf } from './finding';

const payg: Product = {
  id: 'payg',
  displayName: 'PAYG',
  description: null,
  recurring: { interval: 'month', intervalCount: 1 },
  qualityOfService: { rateLimit: null, quota: null },
  pricingModelType: 'Metered',
  currency: 'usd',
  prices: { metered: { currency: 'usd', unitAmount: 15 } },
};

test('calls that the provider does not know of are worth what they would have cost', () => {
  expect(worthOf(payg, { ours: 1_234, theirs: 1_000 })).toEqual({
    amountMinor: 35,
    currency: 'usd',
  });
});

test('calls that were billed too much are worth less than nothing', () => {
  expect(worthOf(payg, { ours: 1_000, theirs: 1_234 }).amountMinor).toBe(-35);
});
