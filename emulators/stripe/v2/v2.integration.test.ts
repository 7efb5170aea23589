import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import {
  CALLS,
  type Inbox,
  type Shop,
  type StartedStripe,
  startInbox,
  startStripe,
} from '../started-stripe';

const THIN = ['v1.billing.meter.error_report_triggered', 'v1.billing.meter.no_meter_found'];

/** The stream is called with a session's token in the place of an API key. */
function streamOf(it: StartedStripe, token: string): Stripe {
  const { hostname: host, port } = new URL(it.url);
  const options = { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 } as const;
  return new Stripe(token, options);
}

describe("Stripe's second API", () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let thin: Inbox;
  let shop: Shop;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, shop } = fresh);
    thin = await startInbox();
  });
  afterEach(async () => {
    await thin.close();
  });

  const destination = (url = thin.url) =>
    stripe.v2.core.eventDestinations.create({
      name: 'Metering',
      type: 'webhook_endpoint',
      event_payload: 'thin',
      enabled_events: THIN,
      webhook_endpoint: { url },
      include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    });
  const openStream = async () => {
    const session = await stripe.v2.billing.meterEventSession.create();
    return streamOf(emulator, session.authentication_token);
  };
  const event = (value: string, more: object = {}) => ({
    event_name: CALLS,
    payload: { stripe_customer_id: shop.customerId, value },
    ...more,
  });
  const usage = async () => {
    const now = emulator.world.clock.nowSeconds();
    const { data } = await stripe.billing.meters.listEventSummaries(shop.meterId, {
      customer: shop.customerId,
      start_time: now - (now % 60) - 600,
      end_time: now - (now % 60) + 600,
    });
    return data[0]?.aggregated_value;
  };

  it('a meter event is checked before it is answered and counted once', async () => {
    const made = await stripe.v2.billing.meterEvents.create(event('12', { identifier: 'a' }));
    expect(made).toMatchObject({
      object: 'v2.billing.meter_event',
      identifier: 'a',
      timestamp: '2026-11-23T10:00:00.000Z',
    });
    await expect(
      stripe.v2.billing.meterEvents.create(event('13', { identifier: 'a' })),
    ).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('already exists'),
    });
    await expect(stripe.v2.billing.meterEvents.create(event('many'))).rejects.toMatchObject({
      code: 'meter_event_invalid_value',
    });
    expect(await usage()).toBe(12);
    await stripe.v2.billing.meterEventAdjustments.create({
      event_name: CALLS,
      type: 'cancel',
      cancel: { identifier: 'a' },
    });
    expect(await usage()).toBe(0);
  });

  it('the stream takes up to 100 events with a token that is good for 15 minutes', async () => {
    const session = await stripe.v2.billing.meterEventSession.create();
    expect(Date.parse(session.expires_at) - Date.parse(session.created)).toBe(15 * 60_000);
    const stream = streamOf(emulator, session.authentication_token);
    const events = Array.from({ length: 100 }, (_, n) => event(`${n + 1}`));
    await stream.v2.billing.meterEventStream.create({ events });
    expect(await usage()).toBe(100);
    await expect(
      stream.v2.billing.meterEventStream.create({ events: [...events, event('1')] }),
    ).rejects.toMatchObject({ code: 'invalid_fields', statusCode: 400 });
    await expect(
      stripe.v2.billing.meterEventStream.create({ events: [event('1')] }),
    ).rejects.toMatchObject({ statusCode: 401 });
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 15 * 60_000);
    await expect(
      stream.v2.billing.meterEventStream.create({ events: [event('1')] }),
    ).rejects.toBeInstanceOf(Stripe.errors.TemporarySessionExpiredError);
  });

  it('what the stream took and could not use is reported after the lag, signed and thin', async () => {
    emulator.part.account.settings.meterLagSeconds = 60;
    const made = await destination();
    const stream = await openStream();
    await stream.v2.billing.meterEventStream.create({
      events: [
        event('5'),
        event('much', { identifier: 'bad-value' }),
        event('5', { identifier: 'old', timestamp: '2026-10-01T00:00:00Z' }),
        { ...event('5'), payload: { stripe_customer_id: 'cus_nobody', value: '5' } },
        { ...event('5'), event_name: 'nothing_like_it', identifier: 'no-meter' },
      ],
    });
    await emulator.world.settle();
    expect(thin.received).toEqual([]);
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 60_000);
    expect(thin.types().toSorted()).toEqual(THIN);
    const [report] = thin.received.filter(({ body }) => body.includes('error_report'));
    expect(report?.body).not.toContain('error_count');
    const notification = stripe.parseEventNotification(
      report?.body ?? '',
      report?.signature ?? '',
      made.webhook_endpoint?.signing_secret ?? '',
      undefined,
      undefined,
      emulator.world.clock.nowMs(),
    );
    if (notification.type !== 'v1.billing.meter.error_report_triggered')
      throw new Error('another event');
    expect((await notification.fetchRelatedObject())?.id).toBe(shop.meterId);
    const { data } = await notification.fetchEvent();
    expect(data.reason.error_count).toBe(3);
    expect(data.reason.error_types.map((one) => one.code).toSorted()).toEqual([
      'meter_event_customer_not_found',
      'meter_event_invalid_value',
      'timestamp_too_far_in_past',
    ]);
    expect(data.reason.error_types[0]?.sample_errors[0]?.request.identifier).toBe('bad-value');
    const listed = await stripe.v2.core.events.list({ types: ['v1.billing.meter.no_meter_found'] });
    expect(listed.data).toHaveLength(1);
  });

  it('the first API refuses wrong events at once, or takes and reports them when that is set', async () => {
    await destination();
    const wrong = { event_name: CALLS, payload: { stripe_customer_id: 'cus_nobody', value: '1' } };
    await expect(stripe.billing.meterEvents.create(wrong)).rejects.toMatchObject({
      code: 'meter_event_customer_not_found',
    });
    emulator.part.account.settings.meterEventChecks = 'later';
    await stripe.billing.meterEvents.create(wrong);
    await emulator.world.settle();
    expect(thin.types()).toEqual(['v1.billing.meter.error_report_triggered']);
    // A fault of webhooks is met by thin events as well.
    emulator.world.faults.addWebhook({ webhook: 'twin', type: 'v1.billing.meter.*' });
    await stripe.billing.meterEvents.create(wrong);
    await emulator.world.settle();
    const ids = thin.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(new Set(ids).size).toBe(3);
  });

  it('a failed delivery of a thin event is tried again', async () => {
    await destination();
    thin.answer = 500;
    const stream = await openStream();
    await stream.v2.billing.meterEventStream.create({ events: [event('x')] });
    await emulator.world.settle();
    thin.answer = 200;
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 60_000);
    expect(thin.types()).toEqual([THIN[0], THIN[0]]);
  });

  it('a destination is listed, changed, switched off and on, pinged and deleted', async () => {
    const made = await destination();
    expect(made).toMatchObject({
      status: 'enabled',
      webhook_endpoint: { url: thin.url, signing_secret: expect.stringMatching(/^whsec_/) },
    });
    await destination();
    await destination();
    const pages: string[] = [];
    for await (const one of stripe.v2.core.eventDestinations.list({ limit: 1 })) pages.push(one.id);
    expect(pages).toHaveLength(3);
    expect(new Set(pages).size).toBe(3);
    const { eventDestinations } = stripe.v2.core;
    expect(await eventDestinations.update(made.id, { name: 'Usage' })).toMatchObject({
      name: 'Usage',
      webhook_endpoint: { url: null, signing_secret: null },
    });
    expect((await eventDestinations.disable(made.id)).status).toBe('disabled');
    await eventDestinations.ping(made.id);
    await emulator.world.settle();
    expect(thin.received).toEqual([]);
    expect((await eventDestinations.enable(made.id)).status).toBe('enabled');
    const ping = await eventDestinations.ping(made.id);
    await emulator.world.settle();
    expect(thin.types()).toEqual(['v2.core.event_destination.ping']);
    expect((await stripe.v2.core.events.retrieve(ping.id)).type).toBe(ping.type);
    await eventDestinations.del(made.id);
    await expect(eventDestinations.retrieve(made.id)).rejects.toMatchObject({
      code: 'not_found',
      statusCode: 404,
    });
    const unheard = eventDestinations.create({
      name: 'More',
      type: 'webhook_endpoint',
      event_payload: 'thin',
      enabled_events: ['v1.customer.created'],
      webhook_endpoint: { url: thin.url },
    });
    await expect(unheard).rejects.toMatchObject({ code: 'invalid_fields' });
  });

  it('a destination with snapshots gets what a webhook endpoint gets', async () => {
    const made = await stripe.v2.core.eventDestinations.create({
      name: 'Customers',
      type: 'webhook_endpoint',
      event_payload: 'snapshot',
      enabled_events: ['customer.created'],
      webhook_endpoint: { url: thin.url },
      include: ['webhook_endpoint.signing_secret'],
    });
    await stripe.customers.create({ name: 'Grace' });
    await emulator.world.settle();
    const [sent] = thin.received;
    const reported = stripe.webhooks.constructEvent(
      sent?.body ?? '',
      sent?.signature ?? '',
      made.webhook_endpoint?.signing_secret ?? '',
      undefined,
      undefined,
      emulator.world.clock.nowMs(),
    );
    expect(reported).toMatchObject({
      type: 'customer.created',
      data: { object: { name: 'Grace' } },
    });
  });

  it('bodies that are not JSON and fields that Stripe has not are refused', async () => {
    const post = (body: string, type: string) =>
      fetch(`${emulator.url}/v2/billing/meter_events`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_emulator0000', 'content-type': type },
        body,
      });
    const form = await post('event_name=a', 'application/x-www-form-urlencoded');
    expect([form.status, await form.json()]).toMatchObject([
      400,
      { error: { code: 'invalid_fields' } },
    ]);
    const unknown = await post(JSON.stringify(event('1', { color: 'red' })), 'application/json');
    expect(await unknown.json()).toMatchObject({
      error: { code: 'invalid_fields', message: expect.stringContaining('color') },
    });
  });

  it('sessions, destinations and reports that are due outlast a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'emulator-'));
    try {
      const before = await startStripe({ dataDir });
      await before.stripe.v2.core.eventDestinations.create({
        name: 'Metering',
        type: 'webhook_endpoint',
        event_payload: 'thin',
        enabled_events: THIN,
        webhook_endpoint: { url: thin.url },
      });
      const session = await before.stripe.v2.billing.meterEventSession.create();
      const { authentication_token: token } = session;
      const events = [event('1')];
      await streamOf(before, token).v2.billing.meterEventStream.create({ events });
      await before.stop();
      const after = await startStripe({ dataDir });
      await streamOf(after, token).v2.billing.meterEventStream.create({ events });
      await after.world.settle();
      expect(thin.types()).toEqual(['v1.billing.meter.no_meter_found']);
      await after.stop();
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
