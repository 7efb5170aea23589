import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyOf, decimalsOf, minimumCharge, stepOf } from './currencies';
import { formatMoney } from './format-money';
import { settle } from './settle-balance';

describe('currencies', () => {
  it.each([
    ['usd', 2, 50, '$0.50'],
    ['gbp', 2, 30, '£0.30'],
    ['huf', 2, 17_500, 'HUF 175.00'],
    ['jpy', 0, 50, '¥50'],
    ['krw', 0, 50, '₩50'],
    ['isk', 2, 100, 'ISK 1.00'],
    ['ugx', 2, 100, 'UGX 1.00'],
    ['kwd', 3, 10, 'KWD 0.010'],
    ['mxn', 2, 1000, 'MX$10.00'],
  ])('%s has %i decimals and is charged from %i', (currency, decimals, least, shown) => {
    expect(decimalsOf(currency)).toBe(decimals);
    expect(minimumCharge(currency)).toBe(least);
    expect(formatMoney(least, currency).replace(/\s/g, ' ')).toBe(shown);
  });

  it('one that Stripe does not charge in is refused', () => {
    expect(currencyOf('EUR')).toBe('eur');
    for (const unknown of ['xyz', 'bgn', 'hrk', 'irr', 'btc', 'us'])
      expect(() => currencyOf(unknown)).toThrow(`Invalid currency: ${unknown}.`);
  });
});

describe('an invoice and its customer’s balance', () => {
  it.each([
    // total, balance before: due, balance after
    [10, 0, 0, 10],
    [49, 0, 0, 49],
    [50, 0, 50, 0],
    [60, 10, 70, 0],
    [20, 10, 0, 30],
    [40, 10, 50, 0],
    [0, 60, 60, 0],
    [100, -30, 70, 0],
    [100, -60, 0, 40],
    [100, -130, 0, -30],
    [-25, 0, 0, -25],
    [0, 0, 0, 0],
  ])('%i with a balance of %i: %i is due, %i stays', (total, before, due, after) => {
    expect(settle(total, before, 'usd')).toMatchObject({ due, endingBalance: after });
  });

  it('what a currency cannot charge stays on the balance', () => {
    expect(settle(1234, 0, 'kwd')).toMatchObject({ due: 1230, endingBalance: 4 });
    expect(settle(150_050, 0, 'isk')).toMatchObject({ due: 150_100, endingBalance: -50 });
  });

  it('no amount is lost, and what is due can be charged', () => {
    const money = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const currency = fc.constantFrom('usd', 'kwd', 'isk', 'huf', 'jpy', 'ugx');
    fc.assert(
      fc.property(money, money, currency, (total, before, code) => {
        const { due, endingBalance } = settle(total, before, code);
        expect(due + endingBalance).toBe(total + before);
        expect(due === 0 || due >= minimumCharge(code)).toBe(true);
        expect(due % stepOf(code)).toBe(0);
      }),
    );
  });
});
