import { describe, expect, test } from 'vitest';
import { parseCatalog } from '../catalog/catalog';
import { CURRENCIES } from './currencies';
import { formatMoney, formatUnitAmount } from './money';

/** '12,345.00' of 'USD 12,345.00': the sign of a currency is the runtime's, its decimals are ours. */
const numberIn = (words: string) => /\d[\d.,]*/.exec(words)?.[0];

describe('amounts are shown as Stripe counts them', () => {
  test.each([
    [499_000, 'huf', 'HUF 4,990'],
    [499_050, 'huf', 'HUF 4,990.50'],
    [500, 'jpy', '¥500'],
    [1230, 'kwd', 'KWD 1.230'],
    [500, 'isk', 'ISK 5'],
    [500, 'ugx', 'UGX 5'],
    [80_000, 'twd', 'NT$800'],
    [80_045, 'twd', 'NT$800.45'],
    [1495, 'idr', 'IDR 14.95'],
    [1495, 'cop', 'COP 14.95'],
    [1495, 'usd', '$14.95'],
    [-499_000, 'huf', '-HUF 4,990'],
  ])('%d of %s is %s', (amountMinor, code, words) => {
    expect(formatMoney(amountMinor, code).replaceAll('\u00a0', ' ')).toBe(words);
  });

  test('parts of a minor unit keep their decimals', () => {
    const words = (amount: string, code: string) =>
      formatUnitAmount(amount, code).replaceAll('\u00a0', ' ');
    expect(words('0.15', 'huf')).toBe('HUF 0.0015');
    expect(words('499000', 'huf')).toBe('HUF 4,990');
    expect(words('0.15', 'jpy')).toBe('¥0.15');
    expect(words('12.5', 'kwd')).toBe('KWD 0.0125');
  });

  // Each currency by the shape that 1,234,500 of its minor units have.
  const shapes: Record<string, string> = {
    '12,345.00':
      'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TZS UAH USD UYU UZS WST XCD XCG YER ZAR ZMW',
    '12,345': 'HUF ISK TWD UGX',
    '1,234,500': 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF',
    '1,234.500': 'BHD JOD KWD OMR TND',
  };

  test.each(Object.entries(shapes))('%s of %s', (shape, codes) => {
    const wrong = codes
      .split(' ')
      .filter((code) => numberIn(formatMoney(1_234_500, code.toLowerCase())) !== shape);
    expect(wrong).toEqual([]);
  });

  test('these are all that Stripe has', () => {
    const all = Object.values(shapes).flatMap((codes) => codes.toLowerCase().split(' '));
    expect([...CURRENCIES.keys()].sort()).toEqual(all.sort());
  });
});

describe('a currency that Stripe does not have is refused in the file', () => {
  const anyOf = 'a currency of Stripe as three lower-case letters, such as "usd"';

  test.each([
    ['hrk', `"eur", which took its place: ${anyOf}`],
    ['kpw', anyOf],
    ['xau', anyOf],
    ['Eur', `"eur", in lower case: ${anyOf}`],
  ])('%s', (currency, expected) => {
    const outcome = parseCatalog([
      {
        id: 'x',
        pricingModelType: 'Tier',
        recurring: { interval: 'month', intervalCount: 1 },
        prices: { unit: { currency, unitAmount: 1000 } },
      },
    ]);
    expect(outcome).toMatchObject({ kind: 'invalid', problems: [{ expected }] });
  });
});
