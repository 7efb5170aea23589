import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { GOOD_CARD, report, type Shop, type StartedStripe, subscribe } from '../started-stripe';

describe('subscriptions', () => {
  let emulator: StartedStripe;
  let shop: Shop;
  inFreshShop((fresh) => {
    ({ emulator, shop } = fresh);
  });

  const licensed = (amount: number) =>
    emulator.stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: amount,
      recurring: { interval: 'month' },
    });
  const withCard = async (card: string) => {
    const customer = await emulator.stripe.customers
      .create({ payment_method: card, invoice_settings: { default_payment_method: card } })
      .catch(() => undefined);
    return customer?.id ?? '';
  };

  it('are incomplete while the first payment fails, and expire after 23 hours with their invoice', async () => {
    const { stripe } = emulator;
    const price = await licensed(1495);
    const customer = await withCard('pm_card_chargeCustomerFail');
    const made = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      expand: ['latest_invoice'],
    });
    expect(made.status).toBe('incomplete');
    expect(made.latest_invoice).toMatchObject({ status: 'open', amount_remaining: 1495 });
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 23 * 3_600_000);
    expect(
      (await stripe.subscriptions.retrieve(made.id, { expand: ['latest_invoice'] })).latest_invoice,
    ).toMatchObject({ status: 'void' });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('incomplete_expired');
  });

  it('become active when the first invoice is paid after all', async () => {
    const { stripe } = emulator;
    const price = await licensed(1495);
    const customer = await withCard('pm_card_chargeCustomerFail');
    const made = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    await expect(stripe.invoices.pay(String(made.latest_invoice))).rejects.toMatchObject({
      code: 'card_declined',
    });
    await stripe.invoices.pay(String(made.latest_invoice), { payment_method: 'pm_card_visa' });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active');
  });

  it('are not made in another currency than their prices have', async () => {
    const price = await licensed(1495);
    const customer = await withCard('pm_card_visa');
    const items = [{ price: price.id }];
    const made = emulator.stripe.subscriptions.create({ customer, items, currency: 'eur' });
    await expect(made).rejects.toMatchObject({ statusCode: 400, param: 'items[0][price]' });
    expect((await emulator.stripe.subscriptions.list({ customer })).data).toEqual([]);
  });

  it('charge nothing during a trial and the licensed price after it', async () => {
    const price = await licensed(1495);
    const customer = await withCard('pm_card_visa');
    const made = await emulator.stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      trial_period_days: 7,
    });
    expect(made.status).toBe('trialing');
    await emulator.advanceDays(7);
    expect((await emulator.stripe.subscriptions.retrieve(made.id)).status).toBe('active');
    await emulator.advanceDays(1);
    const [invoice] = (await emulator.stripe.invoices.list({ customer })).data;
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 1495 });
  });

  /** From usage to $50 a month, three days into the period. */
  async function switchToLicensed(behavior: 'always_invoice' | 'create_prorations' | 'none') {
    const id = await subscribe(emulator, shop);
    await emulator.advanceDays(2);
    await report(emulator, shop, 100_010);
    await emulator.advanceDays(1);
    const price = await licensed(5000);
    const [item] = (await emulator.stripe.subscriptions.retrieve(id)).items.data;
    await emulator.stripe.subscriptions.update(id, {
      items: [{ id: item?.id ?? '', price: price.id, quantity: 1 }],
      proration_behavior: behavior,
    });
    return id;
  }
  const lastInvoice = async () =>
    (await emulator.stripe.invoices.list({ customer: shop.customerId })).data[0];

  it('bill the usage of the price that they leave at once with always_invoice', async () => {
    await switchToLicensed('always_invoice');
    expect(await lastInvoice()).toMatchObject({
      billing_reason: 'subscription_update',
      total: 8996 + 4500,
      status: 'paid',
    });
  });

  it('keep what a change costs as items for the next invoice', async () => {
    const { stripe } = emulator;
    await switchToLicensed('create_prorations');
    const waiting = await stripe.invoiceItems.list({ customer: shop.customerId, pending: true });
    expect(waiting.data.map((one) => [one.amount, one.proration])).toEqual([
      [1, false],
      [8995, false],
      [4500, true],
    ]);
    // Usage alone makes no first invoice.
    expect(await lastInvoice()).toBeUndefined();
    await emulator.advanceDays(31);
    expect(await lastInvoice()).toMatchObject({
      billing_reason: 'subscription_cycle',
      total: 8996 + 4500 + 5000,
    });
    const left = await stripe.invoiceItems.list({ customer: shop.customerId, pending: true });
    expect(left.data).toEqual([]);
  });

  it('drop the usage of the price that they leave where nothing is prorated', async () => {
    await switchToLicensed('none');
    const waiting = await emulator.stripe.invoiceItems.list({ customer: shop.customerId });
    expect(waiting.data).toEqual([]);
    expect(await lastInvoice()).toBeUndefined();
    await emulator.advanceDays(31);
    expect((await lastInvoice())?.total).toBe(5000);
  });

  it('follow a schedule to the end of its last phase, and then nobody', async () => {
    const { stripe } = emulator;
    const id = await subscribe(emulator, shop);
    const price = await licensed(5000);
    const made = await stripe.subscriptionSchedules.create({ from_subscription: id });
    const [now] = made.phases;
    if (!now) throw new Error('no phase');
    const phases: Stripe.SubscriptionScheduleUpdateParams.Phase[] = [
      { items: [{ price: shop.priceId }], start_date: now.start_date, end_date: now.end_date },
      { items: [{ price: price.id, quantity: 1 }], duration: { interval: 'month' } },
    ];
    await stripe.subscriptionSchedules.update(made.id, { end_behavior: 'release', phases });
    await emulator.advanceDays(31);
    const second = await stripe.subscriptions.retrieve(id);
    expect(second).toMatchObject({
      schedule: made.id,
      items: { data: [{ price: { id: price.id } }] },
    });
    await expect(stripe.subscriptions.update(id, { cancel_at_period_end: true })).rejects.toThrow(
      'managed by the subscription schedule',
    );
    await emulator.advanceDays(31);
    expect(await stripe.subscriptionSchedules.retrieve(made.id)).toMatchObject({
      status: 'released',
      released_subscription: id,
    });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      schedule: null,
      items: { data: [{ price: { id: price.id } }] },
    });
  });

  it('take their schedule with them when they end', async () => {
    const { stripe } = emulator;
    const id = await subscribe(emulator, shop);
    const made = await stripe.subscriptionSchedules.create({ from_subscription: id });
    await stripe.subscriptions.cancel(id);
    expect((await stripe.subscriptionSchedules.retrieve(made.id)).status).toBe('canceled');
  });

  it('are listed by customer, price and status, without canceled ones unless asked', async () => {
    const id = await subscribe(emulator, shop);
    const { stripe } = emulator;
    expect(
      (await stripe.subscriptions.list({ price: shop.priceId })).data.map((one) => one.id),
    ).toEqual([id]);
    await stripe.subscriptions.cancel(id);
    expect((await stripe.subscriptions.list({ customer: shop.customerId })).data).toEqual([]);
    expect(
      (await stripe.subscriptions.list({ customer: shop.customerId, status: 'all' })).data,
    ).toHaveLength(1);
  });

  it('are cancelled and kept, and get another card, in the customer portal', async () => {
    const { stripe } = emulator;
    const id = await subscribe(emulator, shop);
    await stripe.billingPortal.configurations.create({
      features: {
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        customer_update: { enabled: true, allowed_updates: ['address'] },
        subscription_cancel: { enabled: true, mode: 'at_period_end' },
      },
    });
    const portal = await stripe.billingPortal.sessions.create({
      customer: shop.customerId,
      return_url: 'http://app.test/account',
    });
    expect(await (await fetch(portal.url)).text()).toContain('Cancel Standard');
    expect((await emulator.submit(`${portal.url}/cancel/${id}`, {})).status).toBe(303);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
    });
    expect((await emulator.submit(`${portal.url}/keep/${id}`, {})).status).toBe(303);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      cancel_at_period_end: false,
      cancel_at: null,
    });
    expect(
      (await emulator.submit(`${portal.url}/card`, { ...GOOD_CARD, number: '5555 5555 5555 4444' }))
        .status,
    ).toBe(303);
    const moved = { line1: 'Main Street 1', city: 'Berlin', country: 'de', name: 'Not allowed' };
    expect((await emulator.submit(`${portal.url}/information`, moved)).status).toBe(303);
    const wrong = { ...moved, country: 'Germany' };
    expect((await emulator.submit(`${portal.url}/information`, wrong)).status).toBe(422);
    expect(await stripe.customers.retrieve(shop.customerId)).toMatchObject({
      name: 'Ada',
      address: { line1: 'Main Street 1', city: 'Berlin', country: 'DE', state: null },
    });
    const changed = await stripe.subscriptions.retrieve(id, { expand: ['default_payment_method'] });
    expect(changed.default_payment_method).toMatchObject({ card: { last4: '4444' } });
    await emulator.advanceDays(1);
    expect((await fetch(portal.url)).status).toBe(404);
  });
});
