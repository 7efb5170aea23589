import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncUsage } from '../usage/sync-usage';
import { processEvents } from './process-events';
import { receiveEvent } from './receive-event';
import { replayEvent } from './replay-event';

const METER_SECRET = 'whsec_metersoftests';

// Months of emulated time: on a busy machine they take a while.
describe('events', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled } = inWorld(() => world);
  const activationsOf = (id: string) =>
    world.deps.db.auditEntry.count({
      where: { targetId: id, action: 'subscription.activated' },
    });

  test('two event objects for one change, delivered twice and out of order, change things once', async () => {
    for (const webhook of ['twin', 'duplicate', 'shuffle']) {
      await world.emulators.control('faults', { webhook, type: '*', times: 3 });
    }
    const id = await world.buy(await world.newUser(), 'standard');
    await world.advance('PT1M');
    await world.emulators.control('faults', { clear: true });
    await settled();
    expect(await activationsOf(id)).toBe(1);
    expect(await rowOf(id)).toMatchObject({ status: 'active', gatewayState: 'active' });
  });

  test('an event that is older than what we know changes nothing', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    await world.advance('PT1M');
    await settled();
    const { providerId } = await rowOf(id);
    await stripeSdk(world.emulators.stripeUrl).subscriptions.cancel(providerId ?? '');
    await world.advance('PT1M');
    await settled();
    const before = await rowOf(id);
    expect(before).toMatchObject({ status: 'canceled', gatewayState: 'cancelled' });
    const old = await world.deps.db.stripeEvent.findFirstOrThrow({
      where: { subscriptionId: providerId, type: 'customer.subscription.created' },
    });
    expect(await replayEvent(world.deps, { eventId: old.id, actor: 'operator' })).toEqual({
      kind: 'handled',
    });
    const { status, gatewayState, liveKey, endedAt } = await rowOf(id);
    expect({ status, gatewayState, liveKey, endedAt }).toEqual({
      status: before.status,
      gatewayState: before.gatewayState,
      liveKey: null,
      endedAt: before.endedAt,
    });
    expect(await activationsOf(id)).toBe(1);
  });

  test('events of one subscription that wait together cost one look at the provider, and all count as handled', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await world.advance('PT1M');
    await settled();
    const { db, payments } = world.deps;
    const { providerId } = await rowOf(id);
    const now = await world.deps.clock.now();
    const ids = ['evt_five_1', 'evt_five_2', 'evt_five_3', 'evt_five_4', 'evt_five_5'];
    await db.stripeEvent.createMany({
      data: ids.map((eventId) => ({
        id: eventId,
        type: 'customer.subscription.updated',
        objectId: providerId ?? '',
        subscriptionId: providerId,
        createdAt: now,
        receivedAt: now,
        nextAttemptAt: now,
      })),
    });
    let looks = 0;
    const counting = {
      ...world.deps,
      payments: {
        ...payments,
        readSubscription: (provider: string) => {
          looks += 1;
          return payments.readSubscription(provider);
        },
      },
    };
    expect(await processEvents(counting)).toEqual({ handled: ids.length, failed: [] });
    expect(looks).toBe(1);
    const handled = await db.stripeEvent.findMany({ where: { id: { in: ids } } });
    expect(handled.every((event) => event.handledAt !== null && event.attempts === 1)).toBe(true);
  });

  test('an event that keeps failing is given up after three days and ten tries, is listed, and can be replayed', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await world.advance('PT1M');
    await settled();
    const { db, payments } = world.deps;
    const { providerId } = await rowOf(id);
    const now = await world.deps.clock.now();
    await db.stripeEvent.create({
      data: {
        id: 'evt_stubborn',
        type: 'customer.subscription.updated',
        objectId: providerId ?? '',
        subscriptionId: providerId,
        createdAt: now,
        receivedAt: now,
        nextAttemptAt: now,
      },
    });
    const broken = {
      ...world.deps,
      payments: { ...payments, readSubscription: () => Promise.reject(new Error('no answer')) },
    };
    world.setWebhooksWorked(false);
    const eventOf = () => db.stripeEvent.findUniqueOrThrow({ where: { id: 'evt_stubborn' } });
    // Days of outage: it is old when it fails for the first time.
    await world.advance('P4D');
    await processEvents(broken);
    expect(await eventOf()).toMatchObject({ attempts: 1, givenUpAt: null });
    for (let tries = 1; tries < 10; tries += 1) {
      await world.advance('PT6H');
      await processEvents(broken);
    }
    world.setWebhooksWorked(true);
    expect(await eventOf()).toMatchObject({ lastError: 'no answer', handledAt: null });
    expect((await eventOf()).givenUpAt).not.toBeNull();
    const input = { eventId: 'evt_stubborn', actor: 'operator' };
    expect(await replayEvent(broken, input)).toEqual({ kind: 'failed', error: 'no answer' });
    expect((await eventOf()).nextAttemptAt).not.toBeNull();
    expect(await replayEvent(world.deps, input)).toEqual({ kind: 'handled' });
    expect(await eventOf()).toMatchObject({ givenUpAt: null, lastError: null });
    expect(await replayEvent(world.deps, { eventId: 'evt_none', actor: 'x' })).toEqual({
      kind: 'not-found',
    });
    expect(await db.auditEntry.count({ where: { action: 'event.replayed' } })).toBeGreaterThan(1);
  });

  test('a usage report that the provider accepted and then rejected is shown, and its total is reported again', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await world.emulators.control('traffic', { subscription: id, calls: 640 });
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    const { db, payments } = world.deps;
    const refused = await db.usageReport.findFirstOrThrow({
      where: { subscriptionId: id, total: 640n },
    });
    const now = await world.deps.clock.now();
    const rawBody = JSON.stringify({
      id: 'evt_test_meters',
      object: 'v2.core.event',
      type: 'v1.billing.meter.error_report_triggered',
      created: now.toISOString(),
      livemode: false,
      related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
    });
    const signature = stripeSdk(world.emulators.stripeUrl).webhooks.generateTestHeaderString({
      payload: rawBody,
      secret: METER_SECRET,
      timestamp: Math.floor(now.getTime() / 1000),
    });
    const delivery = { rawBody, signature };
    // Each destination has its own secret.
    expect(await receiveEvent(world.deps, delivery)).toEqual({ kind: 'bad-signature' });
    const taken = { kind: 'stored', isNew: true };
    expect(await receiveEvent(world.deps, delivery, 'usage')).toEqual(taken);
    expect(await receiveEvent(world.deps, delivery, 'usage')).toEqual({ ...taken, isNew: false });
    const deps = {
      ...world.deps,
      payments: {
        ...payments,
        readUsageErrors: async () => [
          {
            code: 'timestamp_too_far_in_past',
            count: 1,
            message: 'too old',
            identifiers: [refused.identifier],
          },
        ],
      },
    };
    await processEvents(deps);
    expect(await replayEvent(deps, { eventId: 'evt_test_meters', actor: 'operator' })).toEqual({
      kind: 'handled',
    });
    const report = () =>
      db.usageReport.findUniqueOrThrow({ where: { identifier: refused.identifier } });
    expect(await report()).toMatchObject({
      state: 'refused',
      error: 'timestamp_too_far_in_past: too old',
    });
    const runs = await db.run.findMany({ where: { kind: 'meter-errors' } });
    expect(runs).toHaveLength(1);
    expect(JSON.stringify(runs[0]?.failures)).toContain(refused.identifier);
    await world.advance('PT1M');
    await syncUsage(world.deps);
    const again = await db.usageReport.findMany({
      where: { subscriptionId: id, total: 640n, state: 'delivered' },
    });
    expect(again).toHaveLength(1);
  });
});
