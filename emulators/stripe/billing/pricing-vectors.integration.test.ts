import { readFileSync } from 'node:fs';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedStripe, startStripe } from '../started-stripe';

interface Vector {
  readonly id: string;
  readonly model: 'graduated' | 'volume' | 'package' | 'per_unit' | 'graduated_delta';
  readonly currency: string;
  readonly amount_scale: 'major' | 'minor';
  readonly quantity: string;
  readonly expected: string;
  readonly tiers?: readonly { up_to: string; unit_amount: string; flat_amount: string }[];
  readonly package?: { size: string; amount: string; round: 'up' | 'down'; free_units: string };
  readonly unit_amount?: string;
  readonly free_units?: string;
  readonly already_billed_quantity?: string;
}

const read = (path: string) =>
  (JSON.parse(readFileSync(path, 'utf8')) as { vectors: Vector[] }).vectors;

const vectors = [
  ...read('lib/domain/pricing/pricing-vectors.json'),
  ...read('emulators/stripe/billing/pricing-vectors.json'),
];

/** Exact decimals: moves the point two places for an amount in currency units. */
function minor({ amount_scale: scale }: Vector, amount: string): string {
  if (scale === 'minor') return amount;
  const [whole = '0', fraction = ''] = amount.split('.');
  const digits = fraction.padEnd(2, '0');
  const rest = digits.slice(2).replace(/0+$/, '');
  return `${BigInt(whole + digits.slice(0, 2))}${rest === '' ? '' : `.${rest}`}`;
}

function amounts(one: Vector): Partial<Stripe.PriceCreateParams> {
  if (one.tiers) {
    const tiers = one.tiers.map((tier) => ({
      up_to: tier.up_to === 'inf' ? ('inf' as const) : Number(tier.up_to),
      unit_amount_decimal: Stripe.Decimal.from(minor(one, tier.unit_amount)),
      flat_amount: Number(minor(one, tier.flat_amount)),
    }));
    const mode = one.model === 'volume' ? 'volume' : 'graduated';
    return { billing_scheme: 'tiered', tiers_mode: mode, tiers };
  }
  const unit = one.package?.amount ?? one.unit_amount ?? '0';
  if (Number(one.free_units ?? 0) > 0) {
    // Free units of a price per unit are a first tier that costs nothing.
    const exact = Stripe.Decimal.from(minor(one, unit));
    const tiers = [
      { up_to: Number(one.free_units), unit_amount: 0 },
      { up_to: 'inf' as const, unit_amount_decimal: exact },
    ];
    return { billing_scheme: 'tiered', tiers_mode: 'graduated', tiers };
  }
  return {
    unit_amount_decimal: Stripe.Decimal.from(minor(one, unit)),
    ...(one.package
      ? {
          transform_quantity: {
            divide_by: Number(one.package.size),
            round: one.package.round,
          },
        }
      : {}),
  };
}

describe('published numbers come out of an invoice', () => {
  let emulator: StartedStripe;
  beforeAll(async () => {
    emulator = await startStripe();
  });
  afterAll(() => emulator.stop());

  /** Stripe counts a period's tiers once, at its end; what was billed on the way comes off as an item. */
  async function creditBilled({ id, customer, currency }: Stripe.Subscription): Promise<void> {
    const { total } = await emulator.stripe.invoices.createPreview({ subscription: id });
    await emulator.stripe.invoiceItems.create({
      customer: String(customer),
      subscription: id,
      currency,
      amount: -total,
      description: 'Billed already',
    });
  }

  async function billed(one: Vector): Promise<number> {
    const { stripe } = emulator;
    const product = await stripe.products.create({ name: one.id });
    const meter = await stripe.billing.meters.create({
      display_name: one.id,
      event_name: one.id,
      default_aggregation: { formula: 'sum' },
    });
    const price = await stripe.prices.create({
      product: product.id,
      currency: one.currency,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      ...amounts(one),
    });
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      ...(card ? { default_payment_method: card.id } : {}),
    });
    const report = (value: string) =>
      stripe.billing.meterEvents.create({
        event_name: one.id,
        payload: { stripe_customer_id: customer.id, value },
      });
    // A package price takes no tiers, so its free units are taken off what was used.
    const free = one.package?.free_units ?? '0';
    if (Number(free) > 0) await report(`-${free}`);
    const billed = one.already_billed_quantity ?? '0';
    if (billed !== '0') {
      await report(billed);
      await emulator.world.advanceTo(emulator.world.clock.nowMs() + 1000);
      await creditBilled(made);
    }
    if (one.quantity !== billed)
      await report(billed === '0' ? one.quantity : String(Number(one.quantity) - Number(billed)));
    // Usage of an instant belongs to the period that is over after it.
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 1000);
    const ended = await stripe.subscriptions.cancel(made.id, { invoice_now: true });
    const invoice = await stripe.invoices.retrieve(String(ended.latest_invoice));
    expect(invoice.status).toBe('paid');
    return invoice.total;
  }

  it.each(vectors)('$id', async (one) => {
    const exact = minor(one, one.expected);
    const [whole = '0', fraction = ''] = exact.split('.');
    // An invoice has whole minor units: half up, as each of its lines.
    expect(await billed(one)).toBe(Number(whole) + (/^[5-9]/.test(fraction) ? 1 : 0));
  });
});
