import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { report, type Shop, type StartedStripe, subscribe } from '../started-stripe';

describe('the next invoice, before it is there', () => {
  let it_: StartedStripe;
  let shop: Shop;
  inFreshShop((fresh) => {
    ({ emulator: it_, shop } = fresh);
  });

  const amounts = (invoice: Stripe.Invoice) => invoice.lines.data.map((line) => line.amount);

  it('counts the usage so far and is what the renewal then costs', async () => {
    const subscription = await subscribe(it_, shop);
    await report(it_, shop, 120_000);
    const preview = await it_.stripe.invoices.createPreview({ subscription });
    expect(preview).toMatchObject({
      status: 'draft',
      total: 10_995,
      billing_reason: 'subscription_cycle',
    });
    expect(preview.id).toMatch(/^upcoming_in_/);
    await it_.advanceDays(31);
    const { data } = await it_.stripe.invoices.list({ subscription, limit: 1 });
    expect(data[0]?.total).toBe(preview.total);
  });

  it('writes nothing', async () => {
    const subscription = await subscribe(it_, shop);
    const before = JSON.stringify(it_.part.account.snapshot());
    await it_.stripe.invoices.createPreview({ subscription }, { idempotencyKey: 'k' });
    const saved = it_.part.account.snapshot() as Record<string, unknown>;
    expect(JSON.stringify({ ...saved, idempotency: [] })).toBe(
      JSON.stringify({ ...(JSON.parse(before) as object), idempotency: [] }),
    );
  });

  it('shows what a change of price or quantity would cost', async () => {
    const price = await it_.stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 3000,
      recurring: { interval: 'month' },
    });
    const card = await it_.stripe.paymentMethods.attach('pm_card_visa', {
      customer: shop.customerId,
    });
    const made = await it_.stripe.subscriptions.create({
      customer: shop.customerId,
      items: [{ price: price.id, quantity: 1 }],
      default_payment_method: card.id,
    });
    const item = made.items.data[0]?.id ?? '';
    await it_.advanceDays(15);
    const change = { items: [{ id: item, quantity: 2 }] };
    const now = await it_.stripe.invoices.createPreview({
      subscription: made.id,
      subscription_details: { ...change, proration_behavior: 'always_invoice' },
    });
    expect(amounts(now)).toEqual([-1500, 3000]);
    const later = await it_.stripe.invoices.createPreview({
      subscription: made.id,
      subscription_details: change,
    });
    expect(amounts(later)).toEqual([-1500, 3000, 6000]);
    const unchanged = await it_.stripe.subscriptions.retrieve(made.id);
    expect(unchanged.items.data[0]?.quantity).toBe(1);
  });

  it('shows the first invoice of a subscription that is not there yet', async () => {
    const price = await it_.stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 1490,
      recurring: { interval: 'month' },
    });
    const preview = await it_.stripe.invoices.createPreview({
      customer: shop.customerId,
      subscription_details: { items: [{ price: price.id, quantity: 2 }] },
    });
    expect(preview).toMatchObject({ total: 2980, billing_reason: 'subscription_create' });
    expect(it_.part.account.subscriptions.size).toBe(0);
  });

  it('is refused for a customer who will get none', async () => {
    const asked = it_.stripe.invoices.createPreview({ customer: shop.customerId });
    await expect(asked).rejects.toMatchObject({ statusCode: 400, code: 'invoice_upcoming_none' });
  });
});
