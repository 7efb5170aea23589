import { describe, expect, test } from 'vitest';
import { parseCatalog } from './catalog';

const month = { interval: 'month', intervalCount: 1 };
const zero = { currency: 'usd', unitAmount: 0 };
const of = (pricingModelType: string, prices: object, more: object = {}) => ({
  id: 'start',
  pricingModelType,
  recurring: month,
  prices,
  ...more,
});

function read(entry: object) {
  const outcome = parseCatalog([entry]);
  return outcome.kind === 'ok'
    ? { product: outcome.catalog.products[0] }
    : { problems: outcome.problems };
}

const perMonth = (calls: number) => ({ calls, renewalPeriodSeconds: 2_592_000 });

describe('what files of the sample write for "free, no card" is a free product', () => {
  test.each<[string, object, number]>([
    ['Tier at 0', of('Tier', { unit: { ...zero, quota: 3 } }), 300],
    ['Freemium without metered', of('Freemium', { unit: { ...zero, quota: 1 } }), 100],
    [
      'TierWithOverage without overage',
      of('TierWithOverage', { unit: { ...zero, quota: 20 } }),
      2000,
    ],
    ['Free with a unit at 0', of('Free', { unit: { ...zero, quota: 5 } }), 500],
    [
      'with the one block of the sample',
      of('Tier', { unit: { ...zero, quota: 5, maxUnits: 1 } }),
      500,
    ],
    [
      'Tier at 0 with the limit in the gateway only',
      of('Tier', { unit: zero }, { qualityOfService: { quota: perMonth(700) } }),
      700,
    ],
  ])('%s', (_name, entry, calls) => {
    expect(read(entry)).toEqual({
      product: {
        id: 'start',
        displayName: null,
        description: null,
        pricingModelType: 'Free',
        recurring: month,
        qualityOfService: { rateLimit: null, quota: perMonth(calls) },
      },
    });
  });
});

describe('what could mean two things is refused with the lines to write', () => {
  const free = (calls: number) =>
    `1 or more; a product that costs nothing is {"id":"start","pricingModelType":"Free","recurring":{"interval":"month","intervalCount":1},"qualityOfService":{"quota":{"calls":${calls},"renewalPeriodSeconds":2592000}}}`;
  const freemium =
    '1 or more, or, where the first calls are free, "pricingModelType": "Freemium" at [0]';

  test.each<[string, object, string, string]>([
    ['Tier at 0 that never stops', of('Tier', { unit: zero }), 'unit', free(1000)],
    [
      'TierWithOverage at 0 with overage',
      of('TierWithOverage', { unit: { ...zero, quota: 1 }, metered: { ...zero, unitAmount: 20 } }),
      'unit',
      freemium,
    ],
    [
      'TierWithOverage at 0 with overage at 0',
      of('TierWithOverage', { unit: { ...zero, quota: 4 }, metered: zero }),
      'metered',
      free(400),
    ],
    [
      'Freemium with overage at 0',
      of('Freemium', { unit: { ...zero, quota: 4 }, metered: zero }),
      'metered',
      free(400),
    ],
    ['Metered at 0', of('Metered', { metered: zero }), 'metered', free(1000)],
    ['Unit at 0', of('Unit', { unit: { ...zero, quota: 150 } }), 'unit', free(15_000)],
    ['MeteredUnit at 0', of('MeteredUnit', { unit: { ...zero, quota: 2 } }), 'unit', free(200)],
  ])('%s', (_name, entry, key, expected) => {
    const path = `[0].prices.${key}.unitAmount`;
    expect(read(entry)).toEqual({ problems: [{ path, value: 0, expected }] });
    // What it says to write loads.
    const lines = /\{.*\}/.exec(expected)?.[0];
    if (lines) expect(read(JSON.parse(lines))).toHaveProperty('product.pricingModelType', 'Free');
  });

  test('two numbers of calls for one product are a mistake, also when it costs nothing', () => {
    const entry = of(
      'Tier',
      { unit: { ...zero, quota: 3 } },
      { qualityOfService: { quota: perMonth(500) } },
    );
    expect(read(entry)).toMatchObject({
      problems: [{ path: '[0].qualityOfService.quota.calls', value: 500 }],
    });
  });

  test('a paid product stays what it is', () => {
    const flat = { currency: 'usd', unitAmount: 1495, quota: 500 };
    expect(read(of('Tier', { unit: flat }))).toHaveProperty('product.pricingModelType', 'Tier');
    expect(
      read(of('Freemium', { unit: { ...zero, quota: 1 }, metered: { ...zero, unitAmount: 20 } })),
    ).toHaveProperty('product.pricingModelType', 'Freemium');
  });
});
