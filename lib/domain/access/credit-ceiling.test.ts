import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { findProduct } from '../catalog/catalog';
import { creditUse } from './credit-ceiling';

const catalog = loadCatalog();
const product = (id: string) => {
  const found = findProduct(catalog, id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};

describe('unbilled usage before the first payment', () => {
  test.each([
    ['developer', 25_000, 4980, 5000, false],
    ['developer', 25_100, 5000, 5000, true],
    ['payg', 33_333, 5000, 5000, true],
    ['payg', 33_000, 4950, 5000, false],
    ['standard', 0, 8995, 13_995, false],
    ['standard', 120_000, 10_995, 13_995, false],
    ['standard', 150_000, 13_995, 13_995, true],
    ['pro', 500_000, 44_995, 49_995, false],
    ['enterprise', 1_500_000, 74_995, 79_995, false],
    ['enterprise', 1_500_001, 149_990, 79_995, true],
  ])('%s with %i calls', (id, calls, usedMinor, ceilingMinor, isUsedUp) => {
    const use = creditUse([{ product: product(id), calls }], 5000);
    expect(use.ceilingMinor).toBe(ceilingMinor);
    expect(use.isUsedUp).toBe(isUsedUp);
    expect(Math.abs(use.usedMinor - usedMinor)).toBeLessThanOrEqual(1);
  });

  test('the next period has its own minimum bill while the invoice of the last is on its way', () => {
    const standard = product('standard');
    const last = { product: standard, calls: 120_000 };
    expect(creditUse([last, { product: standard, calls: 0 }], 5000)).toEqual({
      usedMinor: 19_990,
      ceilingMinor: 22_990,
      isUsedUp: false,
    });
    // What is lent beyond it is lent once.
    expect(creditUse([last, { product: standard, calls: 130_000 }], 5000).isUsedUp).toBe(true);
  });

  test('what costs no more than the minimum bill is lent also where nothing beyond it is', () => {
    expect(creditUse([{ product: product('standard'), calls: 100_000 }], 0).isUsedUp).toBe(false);
    expect(creditUse([{ product: product('standard'), calls: 100_100 }], 0).isUsedUp).toBe(true);
    expect(creditUse([], 0).isUsedUp).toBe(false);
  });
});
