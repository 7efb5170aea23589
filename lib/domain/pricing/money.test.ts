import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exactFromMinor,
  formatExact,
  formatMoney,
  formatUnitAmount,
  parseExact,
  roundToMinor,
  shareRoundedUp,
  sumMinor,
} from './money';

const seeded = { seed: 20_261_123, numRuns: 500 };

describe('exact amounts', () => {
  test('half a minor unit is rounded up, less is not', () => {
    expect(roundToMinor(parseExact('0.499999999999'))).toBe(0);
    expect(roundToMinor(parseExact('0.5'))).toBe(1);
    expect(roundToMinor(parseExact('1.5'))).toBe(2);
    expect(roundToMinor(parseExact('185.1'))).toBe(185);
    expect(roundToMinor(parseExact('391637.5'))).toBe(391_638);
  });

  test('what is not a plain decimal of at most twelve decimals is refused', () => {
    for (const text of ['', '-1', '+1', '1e3', '1.', '.5', ' 1', '0,5', '0.1234567890123', 'NaN']) {
      expect(() => parseExact(text), text).toThrow(RangeError);
    }
  });

  test('an amount that a number can no longer hold exactly is refused, not rounded', () => {
    expect(roundToMinor(exactFromMinor(Number.MAX_SAFE_INTEGER))).toBe(9_007_199_254_740_991);
    expect(() => roundToMinor(parseExact('9007199254740992'))).toThrow(RangeError);
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });

  test('every decimal is written as it is read', () => {
    const decimal = fc.tuple(fc.nat(), fc.bigInt(0n, 999_999_999_999n)).map(([whole, fraction]) => {
      const decimals = String(fraction).padStart(12, '0').replace(/0+$/, '');
      return decimals ? `${whole}.${decimals}` : String(whole);
    });
    fc.assert(
      fc.property(decimal, (text) => formatExact(parseExact(text)) === text),
      seeded,
    );
  });

  test('all shares of an amount cost the amount to the minor unit, and never less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.integer({ min: 1, max: 10_000_000 }),
        (amountMinor, by) => {
          const whole = parseExact(shareRoundedUp(amountMinor, by)) * BigInt(by);
          expect(whole >= exactFromMinor(amountMinor)).toBe(true);
          expect(roundToMinor(whole)).toBe(amountMinor);
        },
      ),
      seeded,
    );
  });
});

describe('money in words', () => {
  test('each currency has its own number of decimals', () => {
    expect(formatMoney(10_995, 'usd')).toBe('$109.95');
    expect(formatMoney(0, 'usd')).toBe('$0.00');
    expect(formatMoney(5, 'usd')).toBe('$0.05');
    expect(formatMoney(123_456_789, 'usd')).toBe('$1,234,567.89');
    expect(formatMoney(1495, 'eur')).toBe('€14.95');
    expect(formatMoney(1495, 'jpy')).toBe('¥1,495');
    expect(formatMoney(1495, 'kwd')).toMatch(/^KWD\s1\.495$/);
  });

  test('a credit is shown as negative', () => {
    expect(formatMoney(-5, 'usd')).toBe('-$0.05');
    expect(formatMoney(-10_995, 'usd')).toBe('-$109.95');
  });

  test('the largest amount is shown to the cent', () => {
    expect(formatMoney(9_007_199_254_740_991, 'usd')).toBe('$90,071,992,547,409.91');
  });

  test('amounts below the minor unit keep their decimals', () => {
    expect(formatUnitAmount('0.15', 'usd')).toBe('$0.0015');
    expect(formatUnitAmount('0.049996666667', 'usd')).toBe('$0.00049996666667');
    expect(formatUnitAmount('15', 'usd')).toBe('$0.15');
    expect(formatUnitAmount('1495.5', 'usd')).toBe('$14.955');
    expect(formatUnitAmount('0.15', 'jpy')).toBe('¥0.15');
    expect(formatUnitAmount('3', 'jpy')).toBe('¥3');
  });
});
