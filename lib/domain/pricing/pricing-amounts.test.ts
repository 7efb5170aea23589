import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { findProduct } from '../catalog/catalog';
import type { Product } from '../catalog/product';
import { quote } from './pricing';

const catalog = loadCatalog();

function sold(id: string): Product {
  const product = findProduct(catalog, id);
  if (!product) throw new Error(`no product ${id}`);
  return product;
}

/** The one model that no shipped product uses: $5.00 for every started 10,000 calls. */
const packages: Product = {
  id: 'packages',
  displayName: 'Packages',
  description: null,
  recurring: { interval: 'month', intervalCount: 1 },
  qualityOfService: { rateLimit: null, quota: null },
  pricingModelType: 'MeteredUnit',
  currency: 'usd',
  prices: { unit: { currency: 'usd', unitAmount: 500, quota: 100 } },
};

const product = (id: string) => (id === 'packages' ? packages : sold(id));

// Whole cents, written out: a formula here would be the same mistake twice.
const COSTS: Record<string, [calls: number, cents: number][]> = {
  free: [
    [0, 0],
    [1, 0],
    [99, 0],
    [100, 0],
  ],
  developer: [
    [0, 0],
    [1, 0],
    [99, 0],
    [100, 0],
    [101, 0],
    [102, 0],
    [103, 1],
    [107, 1],
    [108, 2],
    [150, 10],
    [199, 20],
    [200, 20],
    [300, 40],
    [350, 50],
    [1234, 227],
    [1_000_000, 199_980],
  ],
  payg: [
    [0, 0],
    [1, 0],
    [3, 0],
    [4, 1],
    [10, 2],
    [99, 15],
    [100, 15],
    [101, 15],
    [150, 23],
    [199, 30],
    [200, 30],
    [1000, 150],
    [1234, 185],
    [1_000_000, 150_000],
  ],
  basic: [
    [0, 1495],
    [1, 1495],
    [49_999, 1495],
    [50_000, 1495],
  ],
  standard: [
    [0, 8995],
    [1, 8995],
    [99_999, 8995],
    [100_000, 8995],
    [100_001, 8995],
    [100_004, 8995],
    [100_005, 8996],
    [100_010, 8996],
    [100_100, 9005],
    [120_000, 10_995],
    [123_456, 11_341],
    [1_000_000, 98_995],
  ],
  pro: [
    [0, 44_995],
    [1, 44_995],
    [499_999, 44_995],
    [500_000, 44_995],
    [500_001, 44_995],
    [500_008, 44_995],
    [500_009, 44_996],
    [500_100, 45_001],
    [600_000, 50_995],
    [1_000_000, 74_995],
  ],
  enterprise: [
    [0, 74_995],
    [1, 74_995],
    [1_499_999, 74_995],
    [1_500_000, 74_995],
    [1_500_001, 149_990],
    [1_600_000, 149_990],
    [3_000_000, 149_990],
    [3_000_001, 224_985],
    [13_500_000, 674_955],
    [13_500_001, 749_950],
    [15_000_000, 749_950],
    [15_000_001, 749_950],
    [15_000_010, 749_950],
    [15_000_011, 749_951],
    [15_100_000, 754_950],
    [16_500_000, 824_945],
    [30_000_000, 1_499_900],
  ],
  packages: [
    [0, 0],
    [1, 500],
    [9999, 500],
    [10_000, 500],
    [10_001, 1000],
    [20_000, 1000],
    [20_001, 1500],
    [1_000_000, 50_000],
  ],
};

describe.each(Object.entries(COSTS))('%s', (id, costs) => {
  test.each(costs)('%i calls cost %i cents', (calls, cents) => {
    const { totalMinor, currency, ...rest } = quote(product(id), calls);
    expect({ totalMinor, currency, calls: rest.calls }).toEqual({
      totalMinor: cents,
      currency: 'usd',
      calls,
    });
  });
});

test('all seven products are pinned', () => {
  expect(Object.keys(COSTS).filter((id) => id !== 'packages')).toEqual(
    catalog.products.map(({ id }) => id),
  );
});
