import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, startCommandLine } from './started-cli';
import { type StartedStripe, startStripe } from './started-stripe';

interface Listed {
  readonly id: string;
  readonly displayName: string;
  readonly pricingModelType: string;
  readonly recurring: { interval: string; intervalCount: number };
  readonly prices: {
    unit?: { currency: string; unitAmount: number; quota: number };
    metered?: { currency: string; unitAmount: number };
  };
}

/** What the shop sells, read as a file: the emulator knows nothing of the application. */
const catalogue = JSON.parse(readFileSync('payment/monetizationModels.json', 'utf8')) as Listed[];
const paid = catalogue.filter((one) => one.pricingModelType !== 'Free');
const licensed = (one: Listed) => one.pricingModelType === 'Tier';
const CALLS_PER_UNIT = 100;

/** Exact: a whole number of minor units for a hundred calls. */
const perCall = (minor: number) =>
  (minor / CALLS_PER_UNIT).toFixed(4).replace(/0+$/, '').replace(/\.$/, '');

function amountOf({ pricingModelType: model, prices: { unit, metered } }: Listed): object {
  if (model === 'Tier') return { unit_amount: unit?.unitAmount };
  if (model === 'Metered') return { unit_amount_decimal: perCall(metered?.unitAmount ?? 0) };
  const size = (unit?.quota ?? 1) * CALLS_PER_UNIT;
  const flat = unit?.unitAmount ?? 0;
  const first = { up_to: size, flat_amount: flat };
  const rest = metered
    ? { up_to: 'inf', unit_amount_decimal: perCall(metered.unitAmount) }
    : { up_to: 'inf', unit_amount_decimal: (flat / size).toFixed(6) };
  return { billing_scheme: 'tiered', tiers_mode: 'graduated', tiers: [first, rest] };
}

function fixturesOf(one: Listed): object[] {
  const { id, displayName: name, prices, recurring } = one;
  const meter = {
    name: `meter_${id}`,
    path: '/v1/billing/meters',
    method: 'post',
    params: {
      display_name: `${name} calls`,
      event_name: `tollgate_calls_${id}`,
      default_aggregation: { formula: 'last' },
      customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
      value_settings: { event_payload_key: 'value' },
    },
  };
  const product = {
    name: `product_${id}`,
    path: '/v1/products',
    method: 'post',
    params: { id: `tollgate_${id}`, name },
  };
  const price = {
    name: `price_${id}`,
    path: '/v1/prices',
    method: 'post',
    params: {
      product: `\${product_${id}:id}`,
      lookup_key: `tollgate_${id}`,
      currency: prices.unit?.currency ?? prices.metered?.currency,
      recurring: {
        interval: recurring.interval,
        interval_count: recurring.intervalCount,
        ...(licensed(one) ? {} : { usage_type: 'metered', meter: `\${meter_${id}:id}` }),
      },
      ...amountOf(one),
    },
  };
  return licensed(one) ? [product, price] : [meter, product, price];
}

describe("Stripe's own command line", () => {
  let emulator: StartedStripe;
  let cli: CommandLine;
  beforeAll(async () => {
    emulator = await startStripe();
    cli = startCommandLine(emulator);
  });
  afterAll(async () => {
    await emulator.stop();
    cli.stop();
  });

  it('posts and gets', { timeout: 30_000 }, async () => {
    await cli.run('post', '/v1/customers', '-d', 'email=cli@example.com');
    expect(JSON.parse(await cli.run('get', '/v1/customers'))).toMatchObject({
      object: 'list',
      data: [{ email: 'cli@example.com' }],
    });
  });

  it('puts the whole catalogue in from a fixtures file', { timeout: 60_000 }, async () => {
    const file = join(cli.home, 'catalogue.json');
    const fixtures = paid.flatMap(fixturesOf);
    writeFileSync(file, JSON.stringify({ _meta: { template_version: 0 }, fixtures }));
    await cli.run('fixtures', file);
    const { data } = await emulator.stripe.prices.list({ limit: 100, expand: ['data.tiers'] });
    const made = data.map((price) => [price.lookup_key, price.recurring?.usage_type]).toSorted();
    const wanted = paid.map((one) => [
      `tollgate_${one.id}`,
      licensed(one) ? 'licensed' : 'metered',
    ]);
    expect(made).toEqual(wanted.toSorted());
    const standard = data.find((price) => price.lookup_key === 'tollgate_standard');
    expect(standard?.tiers).toMatchObject([{ up_to: 100_000, flat_amount: 8995 }, { up_to: null }]);
    expect(String(standard?.tiers?.[1]?.unit_amount_decimal)).toBe('0.1');
  });
});
