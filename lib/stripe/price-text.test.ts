import { describe, expect, it } from 'vitest';
import { pricePlan } from '../domain/pricing/price-plan';
import { loadCatalog } from '../server/catalog/load-catalog';
import { describePlan } from './price-text';

describe('a price in words', () => {
  it('says for each shipped product what a person would pay', () => {
    const words = loadCatalog().products.flatMap((product) => {
      const plan = pricePlan(product);
      return plan.kind === 'free' ? [] : [[product.id, describePlan(plan)]];
    });
    expect(Object.fromEntries(words)).toEqual({
      developer: '$0.00 a month for 100 calls, then $0.20 per 100 calls',
      payg: '$0.15 per 100 calls a month',
      basic: '$14.95 a month',
      standard: '$89.95 a month for 100,000 calls, then $0.10 per 100 calls',
      pro: '$449.95 a month for 500,000 calls, then $0.06 per 100 calls',
      enterprise:
        '$749.95 a month per block of 1,500,000 calls, at most 10 blocks, then $0.049996666667 per 100 calls',
    });
  });

  it('knows packages, other currencies and longer periods', () => {
    expect(
      describePlan({
        kind: 'metered',
        currency: 'jpy',
        recurring: { interval: 'month', intervalCount: 3 },
        scheme: { kind: 'package', size: 1_000, amountMinor: 500 },
      }),
    ).toBe('¥500 per block of 1,000 calls every 3 months');
  });
});
