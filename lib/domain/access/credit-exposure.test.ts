import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { formatMoney } from '../pricing/money';
import { exposureOf } from './credit-exposure';

const settings = { graceDays: 14, allowedMinor: 5000 };

describe('the exposure of each shipped product', () => {
  const doc = readFileSync('docs/going-to-production.md', 'utf8');

  test.each(loadCatalog().products.map((product) => [product.id, product] as const))(
    '%s stands in docs/going-to-production.md as it is',
    (_id, product) => {
      const { withoutMinor, withMinor } = exposureOf(product, settings);
      const money = (minor: number | null) =>
        minor === null ? 'no limit' : formatMoney(minor, 'usd');
      const row = `| ${product.displayName} | ${money(withoutMinor)} | ${money(withMinor)} |`;
      expect(doc.split('\n')).toContain(row);
    },
  );

  test('a product without a rate limit has no limit either way', () => {
    const payg = loadCatalog().products.find(({ id }) => id === 'payg');
    if (!payg) throw new Error('There is no payg.');
    expect(
      exposureOf({ ...payg, qualityOfService: { rateLimit: null, quota: null } }, settings),
    ).toEqual({
      withoutMinor: null,
      withMinor: null,
    });
  });
});
