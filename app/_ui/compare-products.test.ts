import { describe, expect, it } from 'vitest';
import type { Product } from '@/lib/domain/catalog/product';
import { loadCatalog } from '@/lib/server/catalog/load-catalog';
import { compareProducts } from './compare-products';

const { products } = loadCatalog();

function cheapest(calls: number, among: readonly Product[] = products): string[] {
  return compareProducts(among, calls)
    .filter((row) => row.cheapest)
    .map((row) => row.product.id);
}

describe('compareProducts', () => {
  it('marks the product that costs least for so many calls', () => {
    expect(cheapest(1_000)).toEqual(['payg']);
    expect(cheapest(50_000)).toEqual(['basic']);
    expect(cheapest(120_000)).toEqual(['standard']);
    expect(cheapest(1_500_000)).toEqual(['enterprise']);
  });

  it('marks all that cost the same', () => {
    expect(cheapest(100)).toEqual(['free', 'developer']);
    expect(cheapest(1_000_000)).toEqual(['pro', 'enterprise']);
  });

  it('never calls a product cheapest that refuses some of the calls, and says where it stops', () => {
    const basic = compareProducts(products, 50_001).find((row) => row.product.id === 'basic');
    expect(basic).toMatchObject({ cheapest: false, stopsAt: 50_000, quote: null });
    expect(cheapest(50_001)).not.toContain('basic');
    expect(cheapest(101)).not.toContain('free');
  });

  it('shows a quota that is just enough with its price', () => {
    const basic = compareProducts(products, 50_000).find((row) => row.product.id === 'basic');
    expect(basic).toMatchObject({ stopsAt: null, quote: { totalMinor: 1495 } });
  });

  it('compares neither different currencies nor periods of different lengths', () => {
    const inEuro = products.map((product) =>
      product.id === 'payg' && product.pricingModelType !== 'Free'
        ? { ...product, currency: 'eur' }
        : product,
    );
    const yearly = products.map((product) =>
      product.id === 'payg'
        ? { ...product, recurring: { interval: 'year' as const, intervalCount: 1 } }
        : product,
    );
    expect(cheapest(1_000, inEuro)).toEqual([]);
    expect(cheapest(1_000, yearly)).toEqual([]);
  });
});
