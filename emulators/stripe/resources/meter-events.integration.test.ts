import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS, call, refused, type Shop, type StartedShop, startShop } from '../started-stripe';

let started: StartedShop;
let emulator: StartedShop['emulator'];
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  started = await startShop();
  ({ emulator, shop, stripe } = started);
});
afterAll(() => started.stop());

describe('meter events', () => {
  const event = (extra: Partial<Stripe.Billing.MeterEventCreateParams>) =>
    stripe.billing.meterEvents.create({
      event_name: CALLS,
      payload: { stripe_customer_id: shop.customerId, value: '1' },
      ...extra,
    });

  it('refuses an identifier that it knows, for 24 hours, and says not to retry', async () => {
    await event({ identifier: 'sub-1:100' });
    const again = await call(emulator, {
      method: 'POST',
      path: '/v1/billing/meter_events',
      form: `event_name=${CALLS}&identifier=sub-1:100&payload[stripe_customer_id]=${shop.customerId}&payload[value]=2`,
    });
    expect(refused(again)).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: 'An event already exists with identifier sub-1:100.',
    });
    expect(again.headers.get('stripe-should-retry')).toBe('false');
    await emulator.advanceDays(1);
    await expect(event({ identifier: 'sub-1:100' })).resolves.toMatchObject({
      identifier: 'sub-1:100',
    });
  });

  it('refuses timestamps older than 35 days or more than 5 minutes ahead', async () => {
    const now = emulator.world.clock.nowSeconds();
    await expect(event({ timestamp: now - 35 * 86_400 - 1 })).rejects.toMatchObject({
      code: 'timestamp_too_far_in_past',
    });
    await expect(event({ timestamp: now + 301 })).rejects.toMatchObject({
      code: 'timestamp_in_future',
    });
    await expect(event({ timestamp: now + 300 })).resolves.toBeDefined();
  });

  it('refuses unknown meters, unknown customers and values that are no numbers', async () => {
    await expect(event({ event_name: 'nothing' })).rejects.toMatchObject({ code: 'no_meter' });
    await expect(
      event({ payload: { stripe_customer_id: 'cus_nobody', value: '1' } }),
    ).rejects.toMatchObject({ code: 'meter_event_customer_not_found' });
    await expect(
      event({ payload: { stripe_customer_id: shop.customerId, value: '1e3' } }),
    ).rejects.toMatchObject({ code: 'meter_event_invalid_value' });
  });

  it('sums them up, leaving cancelled ones out', async () => {
    const meter = await stripe.billing.meters.create({
      display_name: 'Sum',
      event_name: 'sum',
      default_aggregation: { formula: 'sum' },
    });
    const customer = (await stripe.customers.create()).id;
    for (const [identifier, value] of [
      ['a', '2'],
      ['b', '0.5'],
      ['c', '40'],
    ] as const) {
      await stripe.billing.meterEvents.create({
        event_name: 'sum',
        identifier,
        payload: { stripe_customer_id: customer, value },
      });
    }
    await stripe.billing.meterEventAdjustments.create({
      event_name: 'sum',
      type: 'cancel',
      cancel: { identifier: 'c' },
    });
    const now = emulator.world.clock.nowSeconds();
    const summaries = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer,
      start_time: now - (now % 60),
      end_time: now - (now % 60) + 60,
    });
    expect(summaries.data.map((one) => one.aggregated_value)).toEqual([2.5]);
  });

  it('has one active meter for an event name', async () => {
    await expect(
      stripe.billing.meters.create({
        display_name: 'x',
        event_name: CALLS,
        default_aggregation: { formula: 'sum' },
      }),
    ).rejects.toThrow('already an active meter');
    const meter = await stripe.billing.meters.create({
      display_name: 'x',
      event_name: 'once',
      default_aggregation: { formula: 'sum' },
    });
    await stripe.billing.meters.deactivate(meter.id);
    await expect(event({ event_name: 'once' })).rejects.toMatchObject({ code: 'archived_meter' });
    expect((await stripe.billing.meters.reactivate(meter.id)).status).toBe('active');
  });
});
