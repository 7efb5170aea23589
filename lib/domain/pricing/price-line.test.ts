import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { priceLine, withoutPriceLine, withPriceLine } from './price-line';

const LONGEST = 1000;

const products = loadCatalog().products;
const of = (id: string) => {
  const product = products.find((one) => one.id === id);
  if (!product) throw new Error(id);
  return product;
};

describe('the price in a product’s description', () => {
  test('says what the pricing page says', () => {
    expect(products.map((product) => priceLine(product))).toEqual([
      'Price: Free for up to 100 calls a month',
      'Price: $0.00 for the first 100 calls a month, then $0.20 per 100 calls',
      'Price: $0.15 per 100 calls',
      'Price: $14.95 a month for up to 50,000 calls',
      'Price: $89.95 a month for the first 100,000 calls, then $0.10 per 100 calls',
      'Price: $449.95 a month for the first 500,000 calls, then $0.06 per 100 calls',
      'Price: $749.95 a month per block of 1,500,000 calls, minimum one block',
    ]);
  });

  test('is written once, however often, and a changed price replaces it', () => {
    const first = withPriceLine('For tests.', of('basic'), LONGEST);
    expect(first).toMatch(/^For tests\.\n\nPrice: \$14\.95 /);
    expect(withPriceLine(first, of('basic'), LONGEST)).toBe(first);
    expect(withPriceLine(first, of('payg'), LONGEST)).toBe(
      'For tests.\n\nPrice: $0.15 per 100 calls',
    );
    expect(withPriceLine(null, of('payg'), LONGEST)).toBe('Price: $0.15 per 100 calls');
  });

  test('is left out again where prices are shown anyway', () => {
    expect(withoutPriceLine(withPriceLine('For tests.', of('pro'), LONGEST))).toBe('For tests.');
    expect(withoutPriceLine(withPriceLine(null, of('pro'), LONGEST))).toBeNull();
    expect(withoutPriceLine('Price: is not all.\nMore words.')).toBe(
      'Price: is not all.\nMore words.',
    );
    expect(withoutPriceLine(null)).toBeNull();
  });

  test('is cut to the room that there is', () => {
    const long = withPriceLine('x'.repeat(2000), of('standard'), LONGEST);
    expect(long.length).toBe(1000);
    expect(long).toContain('…\n\nPrice: $89.95');
  });
});
