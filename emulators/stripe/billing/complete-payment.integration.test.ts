import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOOD_CARD, type StartedStripe, startStripe } from '../started-stripe';

describe('Checkout in mode payment', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let price: string;
  beforeAll(async () => {
    emulator = await startStripe();
    stripe = emulator.stripe;
    const product = await stripe.products.create({ name: 'Book' });
    price = (
      await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 1500 })
    ).id;
  });
  afterAll(() => emulator.stop());

  const open = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
    stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price, quantity: 2 }],
      success_url: 'http://app.test/thanks',
      ...more,
    });

  it('charges a guest once, and makes no customer and no subscription', async () => {
    const session = await open({ payment_intent_data: { metadata: { order: '7' } } });
    const page = await (await fetch(session.url ?? '')).text();
    expect(page).toContain('Pay $30.00');
    expect(page).not.toContain('subscri');
    const sent = await emulator.submit(session.url ?? '', GOOD_CARD);
    expect(sent).toMatchObject({ status: 303, location: 'http://app.test/thanks' });
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent'],
    });
    expect(done).toMatchObject({
      mode: 'payment',
      status: 'complete',
      payment_status: 'paid',
      customer: null,
      subscription: null,
      customer_details: { email: 'ada@example.com' },
      payment_intent: { amount_received: 3000, status: 'succeeded', metadata: { order: '7' } },
    });
  });

  it('stays open when the card is declined', async () => {
    const session = await open();
    const card = { ...GOOD_CARD, number: '4000 0000 0000 9995' };
    expect((await emulator.submit(session.url ?? '', card)).text).toContain('insufficient funds');
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'open' });
  });

  it('takes one-time prices only, and no data of a subscription', async () => {
    const { id: monthly } = await stripe.prices.create({
      product: (await stripe.products.create({ name: 'Monthly' })).id,
      currency: 'usd',
      unit_amount: 5,
      recurring: { interval: 'month' },
    });
    await expect(open({ line_items: [{ price: monthly, quantity: 1 }] })).rejects.toThrow(
      'You specified `payment` mode but passed a recurring price.',
    );
    await expect(open({ subscription_data: { description: 'x' } })).rejects.toThrow(
      'You can not pass `subscription_data` in `payment` mode.',
    );
  });
});

describe('an invoice that is sent', () => {
  it('is due after its days, sends invoice.sent, and is paid by hand only', async () => {
    const emulator = await startStripe();
    const { stripe } = emulator;
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    await stripe.invoiceItems.create({ customer: customer.id, amount: 2000, currency: 'usd' });
    const draft = await stripe.invoices.create({
      customer: customer.id,
      collection_method: 'send_invoice',
      days_until_due: 7,
      pending_invoice_items_behavior: 'include',
    });
    const sent = await stripe.invoices.sendInvoice(draft.id);
    expect(sent).toMatchObject({ status: 'open', due_date: draft.created + 7 * 86_400 });
    await emulator.advanceDays(30);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
      status: 'open',
      attempt_count: 0,
    });
    expect((await stripe.events.list({ type: 'invoice.sent' })).data).toHaveLength(1);
    await emulator.stop();
  });
});

describe("a trial's end", () => {
  it('is announced three days ahead, once, and immediately for a shorter trial', async () => {
    const emulator = await startStripe();
    const { stripe } = emulator;
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const product = await stripe.products.create({ name: 'Trial' });
    const { id } = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 100,
      recurring: { interval: 'month' },
    });
    const reported = async () =>
      (await stripe.events.list({ type: 'customer.subscription.trial_will_end' })).data.length;
    const start = (trial_period_days: number) =>
      stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: id }],
        trial_period_days,
      });
    await start(10);
    await emulator.advanceDays(6);
    expect(await reported()).toBe(0);
    await emulator.advanceDays(1);
    expect(await reported()).toBe(1);
    await emulator.advanceDays(5);
    expect(await reported()).toBe(1);
    await start(1);
    await emulator.world.settle();
    expect(await reported()).toBe(2);
    await emulator.stop();
  });
});
