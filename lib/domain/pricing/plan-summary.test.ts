import { expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import type { Product } from '../catalog/product';
import { planSummary, summarySentence } from './plan-summary';
import { type PricePlan, pricePlan, type SoldTerms } from './price-plan';
import { callsAllowed, includedCalls, nextCallMinor, priceSummary, quote } from './pricing';

const MONTHLY = { interval: 'month', intervalCount: 1 } as const;

const others: Product[] = [
  {
    ...base('packages'),
    pricingModelType: 'MeteredUnit',
    currency: 'usd',
    prices: { unit: { currency: 'usd', unitAmount: 500, quota: 100 } },
  },
  {
    ...base('one-block'),
    pricingModelType: 'Unit',
    currency: 'eur',
    prices: { unit: { currency: 'eur', unitAmount: 700, quota: 30, maxUnits: 1 } },
  },
];

function base(id: string) {
  const qualityOfService = { rateLimit: null, quota: null };
  return { id, displayName: id, description: null, recurring: MONTHLY, qualityOfService };
}

const termsOf = (product: Product): SoldTerms => ({
  plan: pricePlan(product),
  qualityOfService: product.qualityOfService,
});

test.each([...loadCatalog().products, ...others])(
  'what was bought of $id costs, allows and reads the same without the product',
  (product) => {
    const terms = termsOf(product);
    for (const calls of [0, 1, 99, 101, 100_000, 123_457]) {
      expect(quote(terms, calls)).toEqual(quote(product, calls));
      expect(nextCallMinor(terms, calls)).toEqual(nextCallMinor(product, calls));
    }
    expect(callsAllowed(terms)).toBe(callsAllowed(product));
    expect(includedCalls(terms)).toBe(includedCalls(product));
    expect(priceSummary(terms)).toEqual(priceSummary(product));
  },
);

test('tiers of a shape that no product has are read out one after the other', () => {
  const plan: PricePlan = {
    kind: 'metered',
    currency: 'usd',
    recurring: MONTHLY,
    scheme: {
      kind: 'graduated',
      tiers: [
        { upTo: 1_000, flatAmountMinor: 0, unitAmountMinor: '0.5' },
        { upTo: null, flatAmountMinor: 200, unitAmountMinor: '0.25' },
      ],
    },
  };
  expect(summarySentence(planSummary(plan, 'any number of calls'))).toBe(
    'By volume a month: to 1,000 calls $0.50 per 100 calls, beyond $2.00 + $0.25 per 100 calls',
  );
});
