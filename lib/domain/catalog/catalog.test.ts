import { describe, expect, test } from 'vitest';
import { type CatalogProblem, findProduct, parseCatalog } from './catalog';

const month = { interval: 'month', intervalCount: 1 };
const flat = { currency: 'usd', unitAmount: 8995, quota: 1000 };
const perUnit = { currency: 'usd', unitAmount: 10 };
const standard = {
  id: 'standard',
  displayName: 'Standard',
  description: 'For products with users.',
  pricingModelType: 'TierWithOverage',
  recurring: month,
  prices: { unit: flat, metered: perUnit },
  qualityOfService: { rateLimit: { calls: 100, renewalPeriodSeconds: 60 } },
};
const bare = (id: string, pricingModelType: string, prices?: object) => ({
  id,
  pricingModelType,
  recurring: month,
  ...(prices && { prices }),
});

function problemsOf(json: unknown): CatalogProblem[] {
  const outcome = parseCatalog(json);
  return outcome.kind === 'invalid' ? outcome.problems : [];
}

function productsOf(json: unknown) {
  const outcome = parseCatalog(json);
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  return outcome.catalog.products;
}

describe('a good file', () => {
  test('every model loads with exactly the prices that it needs', () => {
    const { quota: _quota, ...flatOnly } = flat;
    const products = productsOf([
      bare('free', 'Free'),
      { ...bare('free-too', 'Free'), prices: {} },
      bare('metered', 'Metered', { metered: perUnit }),
      bare('freemium', 'Freemium', { unit: { ...flat, unitAmount: 0 }, metered: perUnit }),
      bare('tier', 'Tier', { unit: flatOnly }),
      bare('overage', 'TierWithOverage', { unit: { ...flat, maxUnits: 1 }, metered: perUnit }),
      bare('blocks', 'Unit', { unit: flat }),
      bare('few-blocks', 'Unit', { unit: { ...flat, maxUnits: 3 } }),
      bare('packages', 'MeteredUnit', { unit: flat }),
    ]);
    expect(products.map((product) => ('prices' in product ? product.prices : null))).toEqual([
      null,
      null,
      { metered: perUnit },
      { unit: { ...flat, unitAmount: 0 }, metered: perUnit },
      { unit: { ...flatOnly, quota: null } },
      { unit: flat, metered: perUnit },
      { unit: { ...flat, maxUnits: 10 } },
      { unit: { ...flat, maxUnits: 3 } },
      { unit: flat },
    ]);
  });

  test('a file without displayName, description and qualityOfService loads', () => {
    const [product] = productsOf([bare('payg', 'Metered', { metered: perUnit })]);
    expect(product).toEqual({
      id: 'payg',
      displayName: null,
      description: null,
      recurring: month,
      qualityOfService: { rateLimit: null, quota: null },
      pricingModelType: 'Metered',
      currency: 'usd',
      prices: { metered: perUnit },
    });
  });

  test('a Tier whose file states only the units that are paid for gets the quota from them', () => {
    const [product] = productsOf([bare('basic', 'Tier', { unit: { ...flat, quota: 500 } })]);
    expect(product?.qualityOfService.quota).toEqual({
      calls: 50_000,
      renewalPeriodSeconds: 2_592_000,
    });
  });

  test('products are found by their id', () => {
    const catalog = { products: productsOf([standard]) };
    expect(findProduct(catalog, 'standard')?.displayName).toBe('Standard');
    expect(findProduct(catalog, 'nothing')).toBeUndefined();
  });

  test('products of different currencies load together', () => {
    const euros = { currency: 'eur', unitAmount: 10 };
    expect(productsOf([standard, bare('payg', 'Metered', { metered: euros })])).toHaveLength(2);
  });
});

const wholeMinor = 'a whole number of 0 or more in the minor unit (1495 = $14.95)';
const models = 'one of Free, Freemium, Metered, Tier, TierWithOverage, Unit, MeteredUnit';
const currency = 'a currency of Stripe as three lower-case letters, such as "usd"';
const id = '1 to 80 letters, digits and inner hyphens, such as "standard"';

const unit = (change: object) => ({
  ...standard,
  prices: { unit: { ...flat, ...change }, metered: perUnit },
});
const metered = (change: object) => ({
  ...standard,
  prices: { unit: flat, metered: { ...perUnit, ...change } },
});
const without = (key: keyof typeof standard) => ({ ...standard, [key]: undefined });
const of = (pricingModelType: string, prices?: object) => bare('x', pricingModelType, prices);

describe('one mistake is refused with its path, its value and what was expected', () => {
  test.each<[string, object, string, unknown, string]>([
    ['no id', without('id'), '[0].id', undefined, id],
    ['an id with a space', { ...standard, id: 'my plan' }, '[0].id', 'my plan', id],
    ['an id that is too long', { ...standard, id: 'a'.repeat(81) }, '[0].id', 'a'.repeat(81), id],
    ['an id ending in a hyphen', { ...standard, id: 'a-' }, '[0].id', 'a-', id],
    [
      'an unknown model',
      { ...standard, pricingModelType: 'Flat' },
      '[0].pricingModelType',
      'Flat',
      models,
    ],
    ['no model', without('pricingModelType'), '[0].pricingModelType', undefined, models],
    [
      'no recurring',
      without('recurring'),
      '[0].recurring',
      undefined,
      'an object { interval, intervalCount }, such as { "interval": "month", "intervalCount": 1 }',
    ],
    [
      'an unknown interval',
      { ...standard, recurring: { interval: 'Month', intervalCount: 1 } },
      '[0].recurring.interval',
      'Month',
      'one of day, week, month, year',
    ],
    [
      'half an interval',
      { ...standard, recurring: { interval: 'month', intervalCount: 0.5 } },
      '[0].recurring.intervalCount',
      0.5,
      'a whole number of 1 or more, intervals',
    ],
    ['a negative amount', unit({ unitAmount: -1 }), '[0].prices.unit.unitAmount', -1, wholeMinor],
    ['a fraction', metered({ unitAmount: 0.5 }), '[0].prices.metered.unitAmount', 0.5, wholeMinor],
    [
      'an amount as text',
      metered({ unitAmount: '10' }),
      '[0].prices.metered.unitAmount',
      '10',
      wholeMinor,
    ],
    [
      'no amount',
      unit({ unitAmount: undefined }),
      '[0].prices.unit.unitAmount',
      undefined,
      wholeMinor,
    ],
    [
      'a currency in capitals',
      metered({ currency: 'USD' }),
      '[0].prices.metered.currency',
      'USD',
      `"usd", in lower case: ${currency}`,
    ],
    [
      'a currency that is none',
      unit({ currency: 'usx' }),
      '[0].prices.unit.currency',
      'usx',
      currency,
    ],
    [
      'two currencies in one product',
      metered({ currency: 'eur' }),
      '[0].prices.metered.currency',
      'eur',
      '"usd", the currency of prices.unit: a product has one',
    ],
    [
      'an empty quota',
      unit({ quota: 0 }),
      '[0].prices.unit.quota',
      0,
      'a whole number from 1 to 100000000, units of 100 calls',
    ],
    [
      'an unknown key in a product',
      { ...standard, price: 5 },
      '[0].price',
      5,
      'no such key; known here: { id, displayName?, description?, pricingModelType, recurring, prices?, qualityOfService?, visibleTo?, apis? }',
    ],
    [
      'a product that nobody would see',
      { ...standard, visibleTo: [] },
      '[0].visibleTo',
      [],
      'a list of different groups of API Management, such as ["developers", "guests"]',
    ],
    [
      'an unknown key in a price',
      metered({ unitamount: 5 }),
      '[0].prices.metered.unitamount',
      5,
      'no such key; known here: { currency, unitAmount }',
    ],
    [
      'an empty name',
      { ...standard, displayName: '' },
      '[0].displayName',
      '',
      'a name of 1 to 100 characters',
    ],
    [
      'a name that is none',
      { ...standard, displayName: 7 },
      '[0].displayName',
      7,
      'a name of 1 to 100 characters',
    ],
    [
      'an empty description',
      { ...standard, description: ' ' },
      '[0].description',
      ' ',
      'a text of 1 to 1,000 characters',
    ],
    [
      'a rate limit over no time',
      { ...standard, qualityOfService: { rateLimit: { calls: 1, renewalPeriodSeconds: 0 } } },
      '[0].qualityOfService.rateLimit.renewalPeriodSeconds',
      0,
      'a whole number of 1 or more, seconds',
    ],
  ])('%s', (_name, product, path, value, expected) => {
    expect(problemsOf([product])).toEqual([{ path, value, expected }]);
  });

  test('the same id twice, in whatever case', () => {
    expect(problemsOf([standard, { ...standard, id: 'Standard' }])).toEqual([
      { path: '[1].id', value: 'Standard', expected: 'an id of its own; [0] has this one already' },
    ]);
  });

  test('a product that is no object', () => {
    expect(problemsOf([standard, 5])).toMatchObject([{ path: '[1]', value: 5 }]);
  });

  test.each([[{}], [[]], [null], [undefined], ['[]']])(
    'a file that is no list of products: %j',
    (json) => {
      expect(problemsOf(json)).toEqual([
        {
          path: '(file)',
          value: json,
          expected: 'a list of at least one product: [{ "id": ... }]',
        },
      ]);
    },
  );
});

test('all problems of all products are found at once', () => {
  const problems = problemsOf([
    { ...unit({ unitAmount: -1, color: 'red' }), id: 'a b' },
    of('Metered', { unit: flat }),
    standard,
    standard,
  ]);
  expect(problems.map(({ path }) => path).sort()).toEqual([
    '[0].id',
    '[0].prices.unit.color',
    '[0].prices.unit.unitAmount',
    '[1].prices.metered',
    '[1].prices.unit',
    '[3].id',
  ]);
});
