import { describe, expect, test } from 'vitest';
import { parseCatalog } from './catalog';

const month = { interval: 'month', intervalCount: 1 };
const flat = { currency: 'usd', unitAmount: 8995, quota: 1000 };
const perUnit = { currency: 'usd', unitAmount: 10 };

const of = (pricingModelType: string, prices?: object) => ({
  id: 'x',
  pricingModelType,
  recurring: month,
  ...(prices && { prices }),
});
const unit = (change: object) =>
  of('TierWithOverage', { unit: { ...flat, ...change }, metered: perUnit });
const metered = (change: object) =>
  of('TierWithOverage', { unit: flat, metered: { ...perUnit, ...change } });

function problemsOf(json: unknown) {
  const outcome = parseCatalog(json);
  return outcome.kind === 'invalid' ? outcome.problems : [];
}

/** The value at a path such as 'unit.quota' of a product's prices. */
function priceAt(product: object, path: string): unknown {
  let value: unknown = 'prices' in product ? product.prices : undefined;
  for (const key of path.split('.')) {
    value = Object.entries(value ?? {}).find(([name]) => name === key)?.[1];
  }
  return value;
}

describe('prices that do not fit the model are refused', () => {
  test.each<[string, object, string, string]>([
    [
      'Free with a price',
      of('Free', { metered: perUnit }),
      'metered',
      'nothing: "Free" has no price for each 100 calls',
    ],
    [
      'Free with a flat price',
      of('Free', { unit: flat }),
      'unit',
      'nothing: "Free" has no flat price',
    ],
    [
      'Metered without a price',
      of('Metered', {}),
      'metered',
      'price for each 100 calls: "Metered" needs it',
    ],
    [
      'Metered without prices',
      of('Metered'),
      'metered',
      'price for each 100 calls: "Metered" needs it',
    ],
    [
      'Metered with a flat price',
      of('Metered', { unit: flat, metered: perUnit }),
      'unit',
      'nothing: "Metered" has no flat price',
    ],
    ['Tier without a price', of('Tier'), 'unit', 'flat price: "Tier" needs it'],
    [
      'Tier with overage',
      of('Tier', { unit: flat, metered: perUnit }),
      'metered',
      'nothing: "Tier" has no price for each 100 calls',
    ],
    [
      'Freemium without included calls',
      of('Freemium', { metered: perUnit }),
      'unit',
      'flat price: "Freemium" needs it',
    ],
    [
      'TierWithOverage without a flat price',
      of('TierWithOverage', { metered: perUnit }),
      'unit',
      'flat price: "TierWithOverage" needs it',
    ],
    [
      'TierWithOverage without included calls',
      unit({ quota: undefined }),
      'unit.quota',
      'number of units that the flat price covers: "TierWithOverage" needs it',
    ],
    [
      'Unit without a block size',
      of('Unit', { unit: { ...perUnit } }),
      'unit.quota',
      'number of units that the flat price covers: "Unit" needs it',
    ],
    [
      'Unit with overage',
      of('Unit', { unit: flat, metered: perUnit }),
      'metered',
      'nothing: "Unit" has no price for each 100 calls',
    ],
    [
      'MeteredUnit without a package size',
      of('MeteredUnit', { unit: { ...perUnit } }),
      'unit.quota',
      'number of units that the flat price covers: "MeteredUnit" needs it',
    ],
    [
      'Freemium that costs something',
      of('Freemium', { unit: flat, metered: perUnit }),
      'unit.unitAmount',
      '0: the first calls of "Freemium" are free, use "TierWithOverage"',
    ],
    [
      'overage for nothing',
      metered({ unitAmount: 0 }),
      'metered.unitAmount',
      '1 or more: no call past the included ones is free',
    ],
    [
      'several blocks of what has none',
      unit({ maxUnits: 2 }),
      'unit.maxUnits',
      '1 or nothing: only "Unit" is sold in several blocks',
    ],
  ])('%s', (_name, product, path, expected) => {
    const value = priceAt(product, path);
    expect(problemsOf([product])).toEqual([{ path: `[0].prices.${path}`, value, expected }]);
  });

  test('a Tier whose quota is not what is paid for', () => {
    const quota = { calls: 40_000, renewalPeriodSeconds: 2_592_000 };
    const basic = of('Tier', { unit: { ...flat, quota: 500 } });
    expect(problemsOf([{ ...basic, qualityOfService: { quota } }])).toEqual([
      {
        path: '[0].qualityOfService.quota.calls',
        value: 40_000,
        expected: '50000, as prices.unit.quota says: 500 units of 100 calls',
      },
    ]);
  });
});
