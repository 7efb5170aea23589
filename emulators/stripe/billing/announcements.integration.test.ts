import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { type Inbox, report, type Shop, type StartedStripe, subscribe } from '../started-stripe';

describe('events in advance, and what waits for their delivery', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let inbox: Inbox;
  let shop: Shop;
  inFreshShop((fresh) => {
    ({ emulator, stripe, inbox, shop } = fresh);
  });

  const latest = async () => (await stripe.invoices.list({ limit: 1 })).data[0];
  const objects = (type: string) =>
    inbox.received
      .map(({ body }) => JSON.parse(body) as Stripe.Event)
      .filter((one) => one.type === type)
      .map((one) => one.data.object);

  it('a draft whose invoice.created is not taken is held, and has its hour once it is', async () => {
    await subscribe(emulator, shop);
    await emulator.advanceToISO('2026-12-23T09:00:00Z');
    inbox.answer = 500;
    await emulator.advanceToISO('2026-12-23T20:00:00Z');
    expect(await latest()).toMatchObject({ status: 'draft', webhooks_delivered_at: null });
    await report(emulator, shop, 1);
    inbox.answer = 200;
    await emulator.advanceToISO('2026-12-24T08:00:00Z');
    const paid = await latest();
    expect(paid).toMatchObject({ status: 'paid' });
    const finalizedAt = paid?.status_transitions.finalized_at ?? 0;
    expect(finalizedAt).toBe((paid?.webhooks_delivered_at ?? 0) + 3600);
  });

  it('it is held for 72 hours at most', async () => {
    await subscribe(emulator, shop);
    await emulator.advanceToISO('2026-12-23T09:00:00Z');
    inbox.answer = 500;
    await emulator.advanceToISO('2026-12-26T09:59:59Z');
    expect((await latest())?.status).toBe('draft');
    await emulator.advanceToISO('2026-12-26T10:00:00Z');
    expect((await latest())?.status).toBe('paid');
  });

  it('a renewal is announced some days before it with what it would cost, once', async () => {
    await subscribe(emulator, shop);
    await emulator.advanceToISO('2026-12-16T09:59:59Z');
    expect(inbox.types()).not.toContain('invoice.upcoming');
    await emulator.advanceToISO('2026-12-22T00:00:00Z');
    expect(objects('invoice.upcoming')).toMatchObject([
      { status: 'draft', billing_reason: 'subscription_cycle', total: 8995 },
    ]);
    await emulator.advanceToISO('2027-01-22T00:00:00Z');
    expect(objects('invoice.upcoming')).toHaveLength(2);
  });

  it('a subscription that ends with its period and owes nothing is not announced', async () => {
    const price = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 1000,
      recurring: { interval: 'month' },
    });
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      cancel_at_period_end: true,
    });
    await emulator.advanceDays(40);
    expect(inbox.types()).not.toContain('invoice.upcoming');
  });

  it("a trial's end is announced three days before, or immediately where the trial is shorter", async () => {
    const start = (days: number) =>
      stripe.subscriptions.create({
        customer: shop.customerId,
        items: [{ price: shop.priceId }],
        trial_period_days: days,
      });
    const long = await start(10);
    await emulator.advanceToISO('2026-11-30T09:59:59Z');
    expect(inbox.types()).not.toContain('customer.subscription.trial_will_end');
    await emulator.advanceToISO('2026-11-30T10:00:00Z');
    const short = await start(2);
    await emulator.advanceDays(1);
    expect(objects('customer.subscription.trial_will_end')).toMatchObject([
      { id: long.id, status: 'trialing' },
      { id: short.id, status: 'trialing' },
    ]);
  });
});
