import { describe, expect, test } from 'vitest';
import { parseCatalog } from '../../domain/catalog/catalog';
import { stripeLimits } from './limits';

const parseWithLimits = (json: unknown) => parseCatalog(json, [stripeLimits]);

describe('a price that Stripe would refuse is refused in the file', () => {
  const tier = (currency: string, unitAmount: number) =>
    parseWithLimits([
      {
        id: 'x',
        pricingModelType: 'Tier',
        recurring: { interval: 'month', intervalCount: 1 },
        prices: { unit: { currency, unitAmount } },
      },
    ]);
  const expectedOf = (currency: string, unitAmount: number) => {
    const outcome = tier(currency, unitAmount);
    return outcome.kind === 'invalid'
      ? outcome.problems.map(({ expected }) => expected.replaceAll('\u00a0', ' '))
      : 'taken';
  };
  test.each<[string, number, string]>([
    ['isk', 5050, 'a multiple of 100 (12300 = ISK 123): Stripe takes no smaller part in ISK'],
    ['ugx', 1_000_001, 'a multiple of 100 (12300 = UGX 123): Stripe takes no smaller part in UGX'],
    ['kwd', 1234, 'a multiple of 10 (1230 = KWD 1.230): Stripe takes no smaller part in KWD'],
    ['usd', 49, 'at least 50 ($0.50), the least that Stripe charges in USD'],
    ['huf', 17_499, 'at least 17500 (HUF 175), the least that Stripe charges in HUF'],
    ['usd', 100_000_000, 'at most 99999999 ($999,999.99), the most that Stripe takes in USD'],
    [
      'jpy',
      10_000_000_000,
      'at most 9999999999 (¥9,999,999,999), the most that Stripe takes in JPY',
    ],
  ])('%s %d', (code, unitAmount, expected) => {
    expect(expectedOf(code, unitAmount)).toEqual([expected]);
  });

  test.each([
    ['usd', 50],
    ['usd', 99_999_999],
    ['idr', 150_000_000_000],
    ['jpy', 100_000_000],
    ['inr', 999_999_999],
    ['kwd', 1230],
    ['isk', 500],
    ['huf', 499_000],
  ])('%s %d is taken', (code, unitAmount) => {
    expect(expectedOf(code, unitAmount)).toBe('taken');
  });

  test('a price of one unit may be any part of a currency: calls are added up first', () => {
    const metered = { currency: 'isk', unitAmount: 15 };
    const outcome = parseWithLimits([
      {
        id: 'x',
        pricingModelType: 'Metered',
        recurring: { interval: 'month', intervalCount: 1 },
        prices: { metered },
      },
    ]);
    expect(outcome.kind).toBe('ok');
  });
});

describe('what else Stripe could not hold is refused with its place and what to write', () => {
  const month = { interval: 'month', intervalCount: 1 } as const;
  const payg = { id: 'payg', pricingModelType: 'Metered', recurring: month } as const;

  test('an id that makes the name of the meter too long', () => {
    const id = 'a'.repeat(86);
    expect(stripeLimits({ ...payg, id }, '[2]')).toEqual([
      {
        path: '[2].id',
        value: id,
        expected:
          'at most 85 characters: Stripe takes 100 in the name of a meter\'s events, which is "tollgate_calls_" and the id',
      },
    ]);
    expect(stripeLimits({ ...payg, id: 'a'.repeat(85) }, '[2]')).toEqual([]);
  });

  test('a name that is too long for the meter', () => {
    const displayName = 'x'.repeat(245);
    expect(stripeLimits({ ...payg, displayName }, '[0]')).toEqual([
      {
        path: '[0].displayName',
        value: displayName,
        expected:
          "at most 244 characters, the longest name that Stripe takes for a product's meter",
      },
    ]);
    expect(stripeLimits({ ...payg, displayName: 'x'.repeat(244) }, '[0]')).toEqual([]);
  });

  test.each([
    ['day', 1095],
    ['week', 156],
    ['month', 36],
    ['year', 3],
  ] as const)('a period of more than three years, in %ss', (interval, most) => {
    const of = (intervalCount: number) =>
      stripeLimits({ ...payg, recurring: { interval, intervalCount } }, '[0]');
    expect(of(most)).toEqual([]);
    expect(of(most + 1)).toEqual([
      {
        path: '[0].recurring.intervalCount',
        value: most + 1,
        expected: `at most ${most} with the interval "${interval}": a period is three years at most`,
      },
    ]);
  });

  test('more blocks than a price has tiers', () => {
    const of = (maxUnits: number) =>
      stripeLimits(
        {
          ...payg,
          pricingModelType: 'Unit',
          prices: { unit: { currency: 'usd', unitAmount: 100, quota: 1, maxUnits } },
        },
        '[0]',
      );
    expect(of(50)).toEqual([]);
    expect(of(51)).toEqual([
      {
        path: '[0].prices.unit.maxUnits',
        value: 51,
        expected: "a whole number from 1 to 50, blocks: each is a tier of Stripe's price",
      },
    ]);
  });

  test('limits are reported together with other mistakes', () => {
    const prices = { unit: { currency: 'usd', unitAmount: 100_000_000 } };
    const outcome = parseWithLimits([{ ...payg, prices }, { id: 'a b' }]);
    const paths = outcome.kind === 'invalid' ? outcome.problems.map(({ path }) => path) : [];
    expect(paths).toEqual([
      '[0].prices.unit',
      '[0].prices.metered',
      '[0].prices.unit.unitAmount',
      '[1].id',
      '[1].pricingModelType',
      '[1].recurring',
    ]);
  });
});
