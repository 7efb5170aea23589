import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedStripe, startStripe } from '../started-stripe';

describe('a pause of a subscription', () => {
  let emulator: StartedStripe;
  let price: string;
  let customer: string;
  beforeAll(async () => {
    emulator = await startStripe();
  });
  beforeEach(async () => {
    const { stripe } = emulator;
    await emulator.world.reset();
    const { id: product } = await stripe.products.create({ name: 'Tiered' });
    const recurring = { interval: 'month' } as const;
    const made = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 3000,
      recurring,
    });
    price = made.id;
    const card = 'pm_card_visa';
    const owner = await stripe.customers.create({
      payment_method: card,
      invoice_settings: { default_payment_method: card },
    });
    customer = owner.id;
  });
  afterAll(() => emulator.stop());

  /** $30 a month, of which ten of thirty days have passed. */
  async function tenDaysIn() {
    const { id } = await emulator.stripe.subscriptions.create({
      customer,
      items: [{ price }],
    });
    await emulator.advanceDays(10);
    return id;
  }
  const waiting = async () =>
    (await emulator.stripe.invoiceItems.list({ customer })).data
      .filter((one) => one.invoice === null)
      .map((one) => one.amount);

  it('stops the renewals and ends with a new period', async () => {
    const id = await tenDaysIn();
    expect((await emulator.stripe.subscriptions.pause(id)).status).toBe('paused');
    await emulator.advanceDays(25);
    expect((await emulator.stripe.invoices.list({ customer })).data).toHaveLength(1);
    const resumed = await emulator.stripe.subscriptions.resume(id);
    expect(resumed.status).toBe('active');
    expect(resumed.items.data[0]?.current_period_start).toBe(emulator.world.clock.nowSeconds());
    const reported = await emulator.stripe.events.list({ type: 'customer.subscription.*' });
    expect(reported.data.map(({ type }) => type)).toEqual([
      'customer.subscription.updated',
      'customer.subscription.resumed',
      'customer.subscription.paused',
    ]);
  });

  it('gives the time of a pause back, and charges for the rest of the period when it ends', async () => {
    const id = await tenDaysIn();
    await emulator.stripe.subscriptions.pause(id);
    expect(await waiting()).toEqual([-2000]);
    await emulator.advanceDays(5);
    const resumed = await emulator.stripe.subscriptions.resume(id, {
      billing_cycle_anchor: { type: 'unchanged' },
    });
    expect(resumed.status).toBe('active');
    expect((await waiting()).toSorted()).toEqual([-2000, 1500]);
  });

  it('is billed as requested, and so is its end', async () => {
    const id = await tenDaysIn();
    await emulator.stripe.subscriptions.pause(id, {
      invoicing_behavior: 'invoice',
      bill_for: { unused_time_from: { type: 'item_current_period_start' } },
    });
    const [credit] = (await emulator.stripe.invoices.list({ customer })).data;
    expect(credit).toMatchObject({ total: -3000, billing_reason: 'subscription_update' });
    await emulator.stripe.subscriptions.resume(id, {
      billing_cycle_anchor: { type: 'unchanged' },
      proration_behavior: 'none',
    });
    await emulator.stripe.subscriptions.pause(id, {
      bill_for: { unused_time_from: { type: 'none' } },
    });
    expect(await waiting()).toEqual([]);
  });

  it('ends only when its invoice is paid, when that is asked for', async () => {
    const { stripe } = emulator;
    const id = await tenDaysIn();
    await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } });
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer,
    });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    const resumed = await stripe.subscriptions.resume(id, {
      payment_behavior: 'resume_on_payment_success',
    });
    expect(resumed.status).toBe('paused');
    await stripe.invoices.pay(String(resumed.latest_invoice), { payment_method: 'pm_card_visa' });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  });
});
