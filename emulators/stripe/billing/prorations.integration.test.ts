import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { CALLS, type Shop, type StartedStripe } from '../started-stripe';

/** 2026-11-23T10:00Z to 2026-12-23T10:00Z is 30 days. */
const HALF = '2026-12-08T10:00:00Z';
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('prorations in flexible billing mode', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let shop: Shop;
  let cheap: Stripe.Price;
  let dear: Stripe.Price;
  let customer: Stripe.Customer;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, shop } = fresh);
    const price = (unit_amount: number) =>
      stripe.prices.create({
        product: shop.productId,
        currency: 'usd',
        unit_amount,
        recurring: { interval: 'month' },
      });
    cheap = await price(1000);
    dear = await price(3000);
    customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
  });

  const start = (price: string) =>
    stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
  const switched = (made: Stripe.Subscription, price: string) => [
    { id: made.items.data[0]?.id ?? '', price },
  ];
  const latest = async () => (await stripe.invoices.list({ limit: 1 })).data[0];
  const amounts = (invoice: Stripe.Invoice | undefined) =>
    invoice?.lines.data.map((line) => line.amount);

  it('a switch in the middle gives half of the old price back and takes half of the new one', async () => {
    const made = await start(cheap.id);
    await emulator.advanceToISO(HALF);
    const items = switched(made, dear.id);
    const previewed = await stripe.invoices.createPreview({
      subscription: made.id,
      subscription_details: { items, proration_behavior: 'always_invoice' },
    });
    expect(amounts(previewed)).toEqual([-500, 1500]);
    const after = await stripe.subscriptions.update(made.id, {
      items,
      proration_behavior: 'always_invoice',
    });
    const invoice = await latest();
    expect(amounts(invoice)).toEqual([-500, 1500]);
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 1000 });
    expect(after.items.data[0]).toMatchObject({
      current_period_start: seconds('2026-11-23T10:00:00Z'),
      current_period_end: seconds('2026-12-23T10:00:00Z'),
    });
  });

  it('it is exact to the second', async () => {
    const made = await start(cheap.id);
    await emulator.advanceToISO('2026-12-01T03:25:46Z');
    await stripe.subscriptions.update(made.id, {
      items: switched(made, dear.id),
      proration_behavior: 'always_invoice',
    });
    const left =
      (seconds('2026-12-23T10:00:00Z') - seconds('2026-12-01T03:25:46Z')) / (30 * 86_400);
    expect(amounts(await latest())).toEqual([-Math.round(1000 * left), Math.round(3000 * left)]);
  });

  it('without always_invoice the parts wait as invoice items for the renewal', async () => {
    const made = await start(cheap.id);
    await emulator.advanceToISO(HALF);
    await stripe.subscriptions.update(made.id, { items: switched(made, dear.id) });
    const waiting = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
    expect(waiting.data.map((one) => [one.amount, one.proration]).toSorted()).toEqual([
      [-500, true],
      [1500, true],
    ]);
    const coming = await stripe.invoices.createPreview({ subscription: made.id });
    expect(coming.total).toBe(4000);
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    const renewed = await latest();
    expect(amounts(renewed)?.toSorted((a, b) => a - b)).toEqual([-500, 1500, 3000]);
    expect(renewed).toMatchObject({ status: 'paid', amount_paid: 4000 });
  });

  it('an item that joins in the middle pays for the rest and gives back no more than that', async () => {
    const made = await start(cheap.id);
    await emulator.advanceToISO(HALF);
    const item = await stripe.subscriptionItems.create({
      subscription: made.id,
      price: dear.id,
      proration_behavior: 'always_invoice',
    });
    expect(amounts(await latest())).toEqual([1500]);
    await stripe.subscriptionItems.del(item.id, { proration_behavior: 'always_invoice' });
    expect(amounts(await latest())).toEqual([-1500]);
  });

  it('metered items are never prorated: what was used is billed at its own price', async () => {
    const made = await start(shop.priceId);
    await emulator.advanceToISO(HALF);
    await stripe.billing.meterEvents.create({
      event_name: CALLS,
      timestamp: seconds(HALF) - 60,
      payload: { stripe_customer_id: customer.id, value: '100010' },
    });
    await stripe.subscriptions.update(made.id, {
      items: switched(made, dear.id),
      proration_behavior: 'always_invoice',
    });
    const lines = (await latest())?.lines.data;
    expect(
      lines?.map((line) => [line.amount, line.parent?.subscription_item_details?.proration]),
    ).toEqual([
      [1500, true],
      [8995, false],
      [1, false],
    ]);
  });

  it('credit that an invoice could not use is taken off the next one', async () => {
    const made = await start(dear.id);
    await emulator.advanceToISO(HALF);
    await stripe.subscriptions.update(made.id, {
      items: switched(made, cheap.id),
      proration_behavior: 'always_invoice',
    });
    expect(await latest()).toMatchObject({
      total: -1000,
      amount_due: 0,
      status: 'paid',
      starting_balance: 0,
      ending_balance: -1000,
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1000 });
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    expect(await latest()).toMatchObject({
      total: 1000,
      amount_due: 0,
      amount_paid: 0,
      ending_balance: 0,
      status: 'paid',
    });
  });

  it('cancelling at once gives unused time back only when that is asked for', async () => {
    const first = await start(cheap.id);
    await emulator.advanceToISO(HALF);
    await stripe.subscriptions.cancel(first.id);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: 0 });
    const second = await start(cheap.id);
    await emulator.advanceDays(0.5);
    await stripe.subscriptions.cancel(second.id, { prorate: true });
    const waiting = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
    expect(waiting.data).toMatchObject([{ amount: -984, proration: true }]);
    const third = await start(cheap.id);
    // Sixteen cents are too little to be charged.
    expect(await latest()).toMatchObject({ total: 16, amount_due: 0, ending_balance: 16 });
    await stripe.subscriptions.cancel(third.id, { prorate: true, invoice_now: true });
    expect(await latest()).toMatchObject({ total: -1000, ending_balance: -984 });
  });

  it('an end in the middle of a period gives its rest back, and a last period is paid up to its end', async () => {
    const made = await start(cheap.id);
    const cancel_at = seconds(HALF);
    const previewed = await stripe.invoices.createPreview({
      subscription: made.id,
      subscription_details: { cancel_at },
    });
    expect(amounts(previewed)).toEqual([-500]);
    await stripe.subscriptions.update(made.id, { cancel_at });
    await emulator.advanceToISO('2026-12-09T00:00:00Z');
    expect(await latest()).toMatchObject({ total: -500 });
    const other = await start(cheap.id);
    await stripe.subscriptions.update(other.id, {
      cancel_at: seconds('2027-01-24T12:00:00Z'),
      proration_behavior: 'none',
    });
    await emulator.advanceToISO('2027-01-09T02:00:00Z');
    expect(amounts(await latest())).toEqual([500]);
    await emulator.advanceToISO('2027-01-25T00:00:00Z');
    expect((await stripe.subscriptions.retrieve(other.id)).status).toBe('canceled');
    expect(amounts(await latest())).toEqual([500]);
  });

  it('a preview shows an end at the period, an end now and a trial without changing anything', async () => {
    const made = await start(cheap.id);
    await emulator.advanceToISO(HALF);
    const preview = (subscription_details: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails) =>
      stripe.invoices.createPreview({ subscription: made.id, subscription_details });
    await expect(preview({ cancel_at_period_end: true })).rejects.toMatchObject({
      code: 'invoice_upcoming_none',
    });
    expect(amounts(await preview({ cancel_now: true }))).toEqual([-500]);
    const trial = await preview({ trial_end: seconds('2027-02-01T00:00:00Z') });
    expect(trial).toMatchObject({ total: 1000, period_end: seconds('2027-02-01T00:00:00Z') });
    const dated = await preview({
      items: switched(made, dear.id),
      proration_behavior: 'always_invoice',
      proration_date: seconds('2026-12-13T10:00:00Z'),
    });
    expect(amounts(dated)).toEqual([-333, 1000]);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          items: [{ price: cheap.id, quantity: 1 }],
          start_date: seconds('2026-11-23T10:00:00Z'),
          end_date: seconds('2026-12-23T10:00:00Z'),
        },
        { items: [{ price: dear.id, quantity: 1 }], duration: { interval: 'month' } },
      ],
    });
    expect(amounts(await stripe.invoices.createPreview({ schedule: schedule.id }))).toEqual([3000]);
    expect(await stripe.subscriptions.retrieve(made.id)).toMatchObject({
      status: 'active',
      cancel_at: null,
      trial_end: null,
    });
  });
});
