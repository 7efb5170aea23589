import { expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { findProduct } from '../catalog/catalog';
import type { Product } from '../catalog/product';
import { pricePlan } from './price-plan';
import {
  callsAllowed,
  chargedWhen,
  coveredCalls,
  includedCalls,
  nextCallMinor,
  priceSummary,
  quote,
} from './pricing';

const catalog = loadCatalog();

function sold(id: string): Product {
  const product = findProduct(catalog, id);
  if (!product) throw new Error(`no product ${id}`);
  return product;
}

/** The one model that no shipped product uses: $5.00 for every started 10,000 calls. */
const packages: Product = {
  id: 'packages',
  displayName: 'Packages',
  description: null,
  recurring: { interval: 'month', intervalCount: 1 },
  qualityOfService: { rateLimit: null, quota: null },
  pricingModelType: 'MeteredUnit',
  currency: 'usd',
  prices: { unit: { currency: 'usd', unitAmount: 500, quota: 100 } },
};

const product = (id: string) => (id === 'packages' ? packages : sold(id));

test('a bill says what was counted: one line for each tier reached', () => {
  expect(quote(sold('standard'), 120_000).lines).toEqual([
    {
      description: 'First 100,000 calls',
      quantity: 100_000,
      unitAmountMinor: '0',
      flatAmountMinor: 8995,
      amountMinor: 8995,
    },
    {
      description: 'Calls over 100,000',
      quantity: 20_000,
      unitAmountMinor: '0.1',
      flatAmountMinor: 0,
      amountMinor: 2000,
    },
  ]);
  expect(quote(sold('standard'), 0).lines).toHaveLength(1);
  expect(quote(sold('enterprise'), 1_600_000).lines.map((line) => line.description)).toEqual([
    'First 1,500,000 calls',
    'Calls 1,500,001 to 3,000,000',
  ]);
  expect(quote(sold('enterprise'), 15_000_001).lines).toHaveLength(11);
  expect(quote(sold('payg'), 1234).lines).toEqual([
    {
      description: 'Calls',
      quantity: 1234,
      unitAmountMinor: '0.15',
      flatAmountMinor: 0,
      amountMinor: 185,
    },
  ]);
  expect(quote(packages, 10_001).lines).toMatchObject([
    { description: 'Blocks of 10,000 calls', quantity: 2, amountMinor: 1000 },
  ]);
  expect(quote(sold('basic'), 7).lines).toMatchObject([
    { description: 'Fixed price, billed monthly', quantity: 1, amountMinor: 1495 },
  ]);
  expect(quote(sold('free'), 7).lines).toEqual([]);
});

test('a count that is no whole number of calls never becomes money', () => {
  for (const calls of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => quote(sold('payg'), calls), String(calls)).toThrow(RangeError);
    expect(() => nextCallMinor(sold('payg'), calls), String(calls)).toThrow(RangeError);
  }
});

test('what is sent to the payment provider', () => {
  const month = { interval: 'month', intervalCount: 1 };
  expect(pricePlan(sold('free'))).toMatchObject({ kind: 'free' });
  expect(pricePlan(sold('basic'))).toEqual({
    kind: 'licensed',
    currency: 'usd',
    recurring: month,
    amountMinor: 1495,
  });
  const scheme = (id: string) => {
    const plan = pricePlan(product(id));
    return plan.kind === 'metered' ? plan.scheme : plan;
  };
  expect(scheme('payg')).toEqual({ kind: 'perCall', unitAmountMinor: '0.15' });
  expect(scheme('packages')).toEqual({ kind: 'package', size: 10_000, amountMinor: 500 });
  const included = (upTo: number, flatAmountMinor: number, then: string) => ({
    kind: 'graduated',
    tiers: [
      { upTo, flatAmountMinor, unitAmountMinor: '0' },
      { upTo: null, flatAmountMinor: 0, unitAmountMinor: then },
    ],
  });
  expect(scheme('developer')).toEqual(included(100, 0, '0.2'));
  expect(scheme('standard')).toEqual(included(100_000, 8995, '0.1'));
  expect(scheme('pro')).toEqual(included(500_000, 44_995, '0.06'));
  expect(scheme('enterprise')).toEqual({
    kind: 'graduated',
    tiers: [
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((block) => ({
        upTo: block * 1_500_000,
        flatAmountMinor: 74_995,
        unitAmountMinor: '0',
      })),
      { upTo: null, flatAmountMinor: 0, unitAmountMinor: '0.049996666667' },
    ],
  });
});

test('what is included, what is answered at most, and when it is charged', () => {
  const facts = Object.fromEntries(
    [...catalog.products, packages].map((each) => [
      each.id,
      [includedCalls(each), callsAllowed(each), chargedWhen(each)],
    ]),
  );
  expect(facts).toEqual({
    free: [100, 100, 'never'],
    developer: [100, null, 'in-arrears'],
    payg: [null, null, 'in-arrears'],
    basic: [50_000, 50_000, 'in-advance'],
    standard: [100_000, null, 'in-arrears'],
    pro: [500_000, null, 'in-arrears'],
    enterprise: [1_500_000, null, 'in-arrears'],
    packages: [null, null, 'in-arrears'],
  });
});

test('a block that has been started covers its calls to the end', () => {
  expect(coveredCalls(sold('enterprise'), 0)).toBe(1_500_000);
  expect(coveredCalls(sold('enterprise'), 1_500_000)).toBe(1_500_000);
  expect(coveredCalls(sold('enterprise'), 1_500_001)).toBe(3_000_000);
  expect(coveredCalls(sold('enterprise'), 99_000_000)).toBe(15_000_000);
  expect(coveredCalls(packages, 0)).toBe(0);
  expect(coveredCalls(packages, 10_001)).toBe(20_000);
  expect(coveredCalls(sold('standard'), 120_000)).toBe(100_000);
  expect(coveredCalls(sold('payg'), 5)).toBeNull();
});

test('a quota that renews within the billing period counts as often as it renews', () => {
  const daily = { calls: 1000, renewalPeriodSeconds: 86_400 };
  const limited = { ...packages, qualityOfService: { rateLimit: null, quota: daily } };
  expect(callsAllowed(limited)).toBe(30_000);
  const longer = { calls: 1000, renewalPeriodSeconds: 2_678_400 };
  expect(callsAllowed({ ...packages, qualityOfService: { rateLimit: null, quota: longer } })).toBe(
    1000,
  );
});

test.each([
  ['free', 0, { kind: 'free' }],
  ['free', 99, { kind: 'free' }],
  ['free', 100, { kind: 'refused' }],
  ['developer', 99, { kind: 'free' }],
  ['developer', 100, { kind: 'perCall', amountMinor: '0.2' }],
  ['payg', 0, { kind: 'perCall', amountMinor: '0.15' }],
  ['basic', 49_999, { kind: 'free' }],
  ['basic', 50_000, { kind: 'refused' }],
  ['standard', 99_999, { kind: 'free' }],
  ['standard', 100_000, { kind: 'perCall', amountMinor: '0.1' }],
  ['pro', 500_000, { kind: 'perCall', amountMinor: '0.06' }],
  ['enterprise', 0, { kind: 'free' }],
  ['enterprise', 1_499_999, { kind: 'free' }],
  ['enterprise', 1_500_000, { kind: 'block', amountMinor: 74_995, calls: 1_500_000 }],
  ['enterprise', 1_500_001, { kind: 'free' }],
  ['enterprise', 13_500_000, { kind: 'block', amountMinor: 74_995, calls: 1_500_000 }],
  ['enterprise', 15_000_000, { kind: 'perCall', amountMinor: '0.049996666667' }],
  ['packages', 0, { kind: 'block', amountMinor: 500, calls: 10_000 }],
  ['packages', 1, { kind: 'free' }],
  ['packages', 10_000, { kind: 'block', amountMinor: 500, calls: 10_000 }],
])('%s after %i calls: the next call is %o', (id, calls, expected) => {
  expect(nextCallMinor(product(id), calls)).toEqual(expected);
});

test.each([
  ['free', 'Free', 'for up to 100 calls a month', null],
  ['developer', '$0.00', 'for the first 100 calls a month', 'then $0.20 per 100 calls'],
  ['payg', '$0.15', 'per 100 calls', null],
  ['basic', '$14.95', 'a month for up to 50,000 calls', null],
  ['standard', '$89.95', 'a month for the first 100,000 calls', 'then $0.10 per 100 calls'],
  ['pro', '$449.95', 'a month for the first 500,000 calls', 'then $0.06 per 100 calls'],
  ['enterprise', '$749.95', 'a month per block of 1,500,000 calls', 'minimum one block'],
  ['packages', '$5.00', 'per block of 10,000 calls a month', null],
])('the price of %s in words', (id, headline, per, after) => {
  const summary = priceSummary(product(id));
  expect([summary.headline, summary.per, summary.then]).toEqual([headline, per, after]);
});

test('a period of several intervals is named', () => {
  const quarterly = {
    ...sold('basic'),
    recurring: { interval: 'month', intervalCount: 3 } as const,
  };
  expect(priceSummary(quarterly).per).toMatch(/^every 3 months for up to /);
});
