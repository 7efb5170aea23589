import fc from 'fast-check';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningEmulators, startEmulators } from '../../testing/emulators';
import { parseCatalog } from '../domain/catalog/catalog';
import type { Product } from '../domain/catalog/product';
import { pricePlan } from '../domain/pricing/price-plan';
import { quote } from '../domain/pricing/pricing';
import { priceParams } from './price-terms';

/** Amounts, sizes and counts of every kind that the catalog takes, with more weight on the edges of tiers. */
const amount = fc.integer({ min: 1, max: 200_000 });
const units = fc.integer({ min: 1, max: 20_000 });
const prices = fc.oneof(
  fc.record({ model: fc.constant('Metered'), metered: amount }),
  fc.record({
    model: fc.constant('Freemium'),
    metered: amount,
    quota: units,
    flat: fc.constant(0),
  }),
  fc.record({ model: fc.constant('TierWithOverage'), metered: amount, quota: units, flat: amount }),
  fc.record({
    model: fc.constant('Unit'),
    flat: amount,
    quota: units,
    maxUnits: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ model: fc.constant('MeteredUnit'), flat: amount, quota: units }),
);
const calls = fc.oneof(
  fc.integer({ min: 0, max: 3_000_000 }),
  fc.record({ blocks: fc.integer({ min: 0, max: 8 }), off: fc.integer({ min: -1, max: 1 }) }),
);
const cases = fc.record({ prices, calls });

interface Prices {
  model: string;
  metered?: number;
  flat?: number;
  quota?: number;
  maxUnits?: number;
}

function productOf(given: Prices, index: number): Product {
  const { model, metered, flat, quota, maxUnits } = given;
  const outcome = parseCatalog([
    {
      id: `product-${index}`,
      pricingModelType: model,
      recurring: { interval: 'month', intervalCount: 1 },
      prices: {
        ...(flat === undefined
          ? {}
          : {
              unit: { currency: 'usd', unitAmount: flat, quota, ...(maxUnits ? { maxUnits } : {}) },
            }),
        ...(metered === undefined ? {} : { metered: { currency: 'usd', unitAmount: metered } }),
      },
    },
  ]);
  const product = outcome.kind === 'ok' ? outcome.catalog.products[0] : undefined;
  if (!product) throw new Error(JSON.stringify(outcome));
  return product;
}

let emulators: RunningEmulators;
beforeAll(async () => {
  emulators = await startEmulators({ clock: '2026-01-10T09:00:00Z' });
});
afterAll(() => emulators?.stop());

test('a quote is what the provider invoices for the same calls, for every model, amount and count', async () => {
  const { hostname, port } = new URL(emulators.stripeUrl);
  const stripe = new Stripe('sk_test_tollgate0123456789', {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    telemetry: false,
  });
  const expected = new Map<string, { product: Product; calls: number }>();
  for (const [index, sample] of fc.sample(cases, { seed: 20_260_110, numRuns: 60 }).entries()) {
    const product = productOf(sample.prices, index);
    const size = ('quota' in sample.prices ? sample.prices.quota : 1) * 100;
    const count =
      typeof sample.calls === 'number'
        ? sample.calls
        : Math.max(0, sample.calls.blocks * size + sample.calls.off);
    expected.set(await subscribe(stripe, product, count), { product, calls: count });
  }
  await emulators.control('clock', { advance: 'P1M' });
  await emulators.control('clock', { advance: 'PT3H' });
  for (const [customer, { product, calls: count }] of expected) {
    const invoices = await stripe.invoices.list({ customer, limit: 10 });
    const renewal = invoices.data.find((one) => one.billing_reason === 'subscription_cycle');
    const billed = { product, calls: count, total: renewal?.total, status: renewal?.status };
    expect(billed).toEqual({
      product,
      calls: count,
      total: quote(product, count).totalMinor,
      status: 'paid',
    });
  }
}, 120_000);

/**
 * Creates a customer with a card and a subscription to the product, and reports this many calls. Returns the customer's
 * id.
 */
async function subscribe(stripe: Stripe, product: Product, count: number): Promise<string> {
  const plan = pricePlan(product);
  if (plan.kind === 'free') throw new Error('A free product is never at Stripe.');
  const meter = await stripe.billing.meters.create({
    display_name: product.id,
    event_name: `calls_${product.id}`,
    default_aggregation: { formula: 'last' },
  });
  const { id: stripeProduct } = await stripe.products.create({ name: product.id });
  const price = await stripe.prices.create({
    ...priceParams(plan, meter.id),
    product: stripeProduct,
  });
  const customer = await stripe.customers.create({
    email: `${product.id}@example.com`,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    billing_mode: { type: 'flexible' },
  });
  await stripe.billing.meterEvents.create({
    event_name: `calls_${product.id}`,
    identifier: product.id,
    payload: { stripe_customer_id: customer.id, value: String(count) },
  });
  return customer.id;
}
