import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../fixture';
import { CALLS, type Inbox, type Shop, type StartedStripe, startStripe } from './started-stripe';

const at = (iso: string) => Date.parse(iso) / 1000;
const START = at('2030-01-15T09:00:00Z');

describe('test clocks', () => {
  let emulator: StartedStripe;
  let inbox: Inbox;
  let shop: Shop;
  let stripe: Stripe;
  inFreshShop((fresh) => {
    ({ emulator, stripe, inbox, shop } = fresh);
  });

  async function customerOn(clock: string): Promise<Stripe.Customer> {
    return await stripe.customers.create({
      test_clock: clock,
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
  }

  async function advance(clock: string, iso: string): Promise<Stripe.TestHelpers.TestClock> {
    const started = await stripe.testHelpers.testClocks.advance(clock, { frozen_time: at(iso) });
    expect(started).toMatchObject({
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: at(iso) } },
    });
    await emulator.world.settle();
    return await stripe.testHelpers.testClocks.retrieve(clock);
  }

  it('a customer and all that is theirs live by the clock, and nobody else does', async () => {
    const clock = await stripe.testHelpers.testClocks.create({
      frozen_time: START,
      name: 'a year',
    });
    const customer = await customerOn(clock.id);
    expect(customer).toMatchObject({ created: START, test_clock: clock.id });
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: shop.priceId }],
    });
    expect(subscription).toMatchObject({ created: START, test_clock: clock.id, status: 'active' });
    expect(subscription.items.data[0]).toMatchObject({
      current_period_start: START,
      current_period_end: at('2030-02-15T09:00:00Z'),
    });
    await emulator.advanceDays(400);
    expect((await stripe.invoices.list({ customer: customer.id })).data).toEqual([]);
    const elsewhere = await stripe.customers.create({ email: 'elsewhere@example.com' });
    expect(elsewhere).toMatchObject({
      test_clock: null,
      created: emulator.world.clock.nowSeconds(),
    });
  });

  it('advancing does everything that is due, in order, and bills usage reported on the way', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
    const customer = await customerOn(clock.id);
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: shop.priceId }] });
    await advance(clock.id, '2030-02-10T00:00:00Z');
    await stripe.billing.meterEvents.create({
      event_name: CALLS,
      timestamp: at('2030-02-09T00:00:00Z'),
      payload: { stripe_customer_id: customer.id, value: '120000' },
    });
    inbox.received.length = 0;
    const ready = await advance(clock.id, '2030-02-15T12:00:00Z');
    expect(ready).toMatchObject({
      status: 'ready',
      frozen_time: at('2030-02-15T12:00:00Z'),
      status_details: {},
    });
    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
    expect(invoice).toMatchObject({
      billing_reason: 'subscription_cycle',
      created: at('2030-02-15T09:00:00Z'),
      status: 'paid',
      amount_paid: 10_995,
      status_transitions: { finalized_at: at('2030-02-15T10:00:00Z') },
      test_clock: clock.id,
    });
    const types = inbox.types();
    expect(types[0]).toBe('test_helpers.test_clock.advancing');
    expect(types.at(-1)).toBe('test_helpers.test_clock.ready');
    expect(types.indexOf('invoice.created')).toBeLessThan(types.indexOf('invoice.paid'));
  });

  it('a declined renewal is retried on the days of the clock', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
    const customer = await stripe.customers.create({
      test_clock: clock.id,
      payment_method: 'pm_card_chargeCustomerFail',
      invoice_settings: { default_payment_method: 'pm_card_chargeCustomerFail' },
    });
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: shop.priceId }],
    });
    await advance(clock.id, '2030-02-16T00:00:00Z');
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('past_due');
    await advance(clock.id, '2030-03-10T00:00:00Z');
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('unpaid');
  });

  it('goes at most two intervals of the shortest subscription ahead, or two years without one', async () => {
    const { testClocks } = stripe.testHelpers;
    const clock = await testClocks.create({ frozen_time: START });
    const backwards = testClocks.advance(clock.id, { frozen_time: START });
    await expect(backwards).rejects.toMatchObject({ param: 'frozen_time', statusCode: 400 });
    const tooFar = testClocks.advance(clock.id, { frozen_time: at('2032-01-16T00:00:00Z') });
    await expect(tooFar).rejects.toMatchObject({ param: 'frozen_time', statusCode: 400 });
    const customer = await customerOn(clock.id);
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: shop.priceId }] });
    const third = testClocks.advance(clock.id, { frozen_time: at('2030-03-16T00:00:00Z') });
    await expect(third).rejects.toMatchObject({ param: 'frozen_time', statusCode: 400 });
    expect((await advance(clock.id, '2030-03-15T09:00:00Z')).status).toBe('ready');
  });

  it('nothing of a clock is changed from outside while it is advancing', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
    const customer = await customerOn(clock.id);
    const frozen_time = at('2030-01-20T00:00:00Z');
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time });
    await expect(stripe.customers.update(customer.id, { name: 'Ada' })).rejects.toMatchObject({
      statusCode: 429,
    });
    await expect(
      stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: frozen_time + 1 }),
    ).rejects.toThrow('already advancing');
    await emulator.world.settle();
    expect((await stripe.customers.update(customer.id, { name: 'Ada' })).name).toBe('Ada');
  });

  it('holds three customers with three subscriptions each, listed with their clock only', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
    const customer = await customerOn(clock.id);
    await customerOn(clock.id);
    await customerOn(clock.id);
    await expect(customerOn(clock.id)).rejects.toMatchObject({ param: 'test_clock' });
    const items = [{ price: shop.priceId }];
    for (const _ of [1, 2, 3]) await stripe.subscriptions.create({ customer: customer.id, items });
    const fourth = stripe.subscriptions.create({ customer: customer.id, items });
    await expect(fourth).rejects.toMatchObject({ param: 'customer' });
    expect((await stripe.customers.list()).data.map((one) => one.id)).toEqual([shop.customerId]);
    expect((await stripe.customers.list({ test_clock: clock.id })).data).toHaveLength(3);
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ test_clock: clock.id })).data).toHaveLength(3);
  });

  it('is deleted with its customers, whose subscriptions end', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
    const customer = await customerOn(clock.id);
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: shop.priceId }],
    });
    expect(await stripe.testHelpers.testClocks.del(clock.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('canceled');
    await expect(stripe.testHelpers.testClocks.retrieve(clock.id)).rejects.toMatchObject({
      code: 'resource_missing',
    });
    await emulator.world.settle();
    expect(inbox.types().slice(-3)).toEqual([
      'customer.subscription.deleted',
      'customer.deleted',
      'test_helpers.test_clock.deleted',
    ]);
  });

  it('takes in a customer who was there before, once', async () => {
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const clock = await stripe.testHelpers.testClocks.create({
      frozen_time: START,
      customer: customer.id,
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ test_clock: clock.id });
    await expect(
      stripe.testHelpers.testClocks.create({ frozen_time: START, customer: customer.id }),
    ).rejects.toThrow('already attached');
  });

  it('goes on after a restart with everything that waits on it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'emulator-'));
    try {
      const before = await startStripe({ dataDir });
      const product = await before.stripe.products.create({ name: 'Basic' });
      const price = await before.stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount: 1000,
        recurring: { interval: 'month' },
      });
      const clock = await before.stripe.testHelpers.testClocks.create({ frozen_time: START });
      const customer = await before.stripe.customers.create({
        test_clock: clock.id,
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      });
      await before.stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
      });
      const frozen_time = at('2030-02-16T00:00:00Z');
      await before.stripe.testHelpers.testClocks.advance(clock.id, { frozen_time });
      await before.stop();
      const after = await startStripe({ dataDir });
      await after.world.settle();
      expect(await after.stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
        status: 'ready',
        frozen_time,
      });
      const paid = await after.stripe.invoices.list({ customer: customer.id, status: 'paid' });
      expect(paid.data.map((one) => one.amount_paid)).toEqual([1000, 1000]);
      await after.stop();
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
