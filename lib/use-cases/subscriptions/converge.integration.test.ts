import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { payOnPage } from '../../../testing/pay-on-page';
import { stripeSdk, subscribeAgain } from '../../../testing/stripe-sdk';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import { startCheckout } from '../checkout/start-checkout';
import { processEvents } from '../events/process-events';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncSubscription } from './sync-subscription';
import { viewAccount } from './view-account';

// Months of emulated time: on a busy machine they take a while.
describe('access follows the provider, whatever it says', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled } = inWorld(() => world);
  const stateAtGateway = async (id: string) =>
    (await world.deps.gateway.readSubscription(id))?.state ?? 'absent';

  /** The world's provider, except that it returns something else for one subscription. */
  function saying(change: Partial<ProviderSubscription>) {
    const { payments } = world.deps;
    return {
      ...world.deps,
      payments: {
        ...payments,
        async readSubscription(providerId: string) {
          const found = await payments.readSubscription(providerId);
          return found && { ...found, ...change };
        },
      },
    };
  }

  test('every status has its gateway state, and good standing restores the same key', async () => {
    // Paid in advance: past due has a grace period only for owners who have paid before.
    const id = await world.buy(await world.newUser(), 'basic');
    const keys = await world.deps.gateway.readKeys(id);
    const table = [
      ['past_due', null, 'active'],
      ['unpaid', null, 'suspended'],
      ['paused', null, 'suspended'],
      ['trialing', null, 'active'],
      ['canceled', 'payment-failed', 'suspended'],
      ['canceled', 'requested', 'cancelled'],
    ] as const;
    for (const [status, endReason, state] of table) {
      await syncSubscription(saying({ status, endReason }), id);
      expect([status, endReason, await stateAtGateway(id)]).toEqual([status, endReason, state]);
      await syncSubscription(world.deps, id);
      expect([status, await stateAtGateway(id)]).toEqual([status, 'active']);
    }
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
    expect((await rowOf(id)).liveKey).not.toBeNull();
  });

  test('an unknown status changes nothing and is shown', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    const outcome = await syncSubscription(saying({ status: 'hibernating' }), id);
    expect(outcome).toEqual({ kind: 'unknown-status', status: 'hibernating' });
    expect(await stateAtGateway(id)).toBe('active');
    const problemShown = async () =>
      (await viewAccount(world.deps, userId)).subscriptions[0]?.problem;
    expect(await problemShown()).toMatchObject({ kind: 'unknown-status' });
    await syncSubscription(world.deps, id);
    expect(await problemShown()).toBeNull();
  });

  test('a subscription that the provider does not know keeps its access and is reported by every run', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    await settled();
    const { providerId } = await rowOf(id);
    await world.deps.db.subscription.update({
      where: { id },
      data: { providerId: 'sub_unknown', syncDueAt: new Date(0) },
    });
    expect(await syncSubscription(world.deps, id)).toEqual({ kind: 'missing' });
    expect(await stateAtGateway(id)).toBe('active');
    const { failures } = await runBillingCron(world.deps);
    expect(failures).toContainEqual(expect.objectContaining({ subject: id }));
    const reported = { targetId: id, action: 'subscription.provider-missing' };
    expect(await world.deps.db.auditEntry.count({ where: reported })).toBe(1);
    await world.deps.db.subscription.update({ where: { id }, data: { providerId } });
    await syncSubscription(world.deps, id);
    expect(await rowOf(id)).toMatchObject({ problem: null, syncDueAt: null });
  });

  test('a subscription of another customer that claims to be ours does not affect access', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    const other = await world.buy(await world.newUser(), 'payg');
    const stripe = stripeSdk(world.emulators.stripeUrl);
    const foreign = await subscribeAgain(stripe, {
      customer: (await rowOf(other)).customer?.providerId ?? '',
      productId: 'basic',
      metadata: { subscription_id: id, product_id: 'basic' },
    });
    await syncSubscription(world.deps, id, foreign.id);
    expect(await rowOf(id)).toMatchObject({ status: 'active', problem: 'foreign' });
    expect((await rowOf(id)).providerId).not.toBe(foreign.id);
    expect((await stripe.subscriptions.retrieve(foreign.id)).status).toBe('active');
  });

  test('a second paid subscription of one row is ended and refunded, and the first continues', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    const row = await rowOf(id);
    const stripe = stripeSdk(world.emulators.stripeUrl);
    await world.advance('PT1M');
    const second = await subscribeAgain(stripe, {
      customer: row.customer?.providerId ?? '',
      productId: 'basic',
      metadata: { subscription_id: id, product_id: 'basic' },
    });
    await Promise.all([
      syncSubscription(world.deps, id, second.id),
      syncSubscription(world.deps, id, second.id),
    ]);
    await world.advance('PT1M');
    expect((await stripe.subscriptions.retrieve(second.id)).status).toBe('canceled');
    const [payment] = (await stripe.invoices.list({ subscription: second.id })).data;
    expect(payment).toMatchObject({ status: 'paid', total: 1495 });
    const refunds = (await stripe.refunds.list({ limit: 100 })).data;
    expect(refunds.map((refund) => refund.amount)).toEqual([1495]);
    expect(await rowOf(id)).toMatchObject({ providerId: row.providerId, status: 'active' });
    expect(await world.call(id)).toBe(200);
    const [card] = (await viewAccount(world.deps, userId)).subscriptions;
    expect(card?.problem).toMatchObject({
      kind: 'duplicate-refunded',
      refundedMinor: 1495,
      currency: 'usd',
    });
  });

  test('of two live subscriptions that share a customer and product the newer is refunded, and both rows say so', async () => {
    const { db } = world.deps;
    const userId = await world.newUser();
    const first = await startCheckout(world.deps, { userId, productId: 'basic', name: 'First' });
    if (first.kind !== 'checkout') throw new Error(first.kind);
    world.setWebhooksWorked(false);
    await payOnPage(first.url, VISA);
    world.setWebhooksWorked(true);
    // The first was given up as unpaid (its webhooks are late), so the second gets the same customer.
    const older = await db.subscription.findUniqueOrThrow({
      where: { checkoutSessionId: first.sessionId },
    });
    await db.subscription.update({
      where: { id: older.id },
      data: { status: 'incomplete_expired', liveKey: null, endedAt: new Date() },
    });
    const late = await db.stripeEvent.findMany({ where: { handledAt: null } });
    const when = (at: string) =>
      db.stripeEvent.updateMany({
        where: { id: { in: late.map((event) => event.id) } },
        data: { nextAttemptAt: new Date(at) },
      });
    await when('2100-01-01');
    await world.advance('PT5M');
    const newer = await world.buy(userId, 'basic');
    expect((await rowOf(newer)).customerId).toBe(older.customerId);
    await when('2020-01-01');
    await processEvents(world.deps, 500);
    await runBillingCron(world.deps);
    expect(await rowOf(older.id)).toMatchObject({ status: 'active', gatewayState: 'active' });
    expect(await rowOf(newer)).toMatchObject({
      status: 'canceled',
      gatewayState: 'cancelled',
      liveKey: null,
    });
    for (const id of [older.id, newer]) {
      expect(await rowOf(id)).toMatchObject({
        problem: 'duplicate-refunded',
        problemDetails: { refundedMinor: 1495, currency: 'usd' },
      });
    }
    expect(await world.call(older.id)).toBe(200);
    expect(await world.call(newer)).toBe(401);
  });

  test('a sync that was cut short before its request to the gateway is finished by the sweep', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    const { gateway } = world.deps;
    const broken = {
      ...saying({ status: 'unpaid' }),
      gateway: {
        ...gateway,
        setSubscriptionState: () => Promise.reject(new Error('killed here')),
      },
    };
    await expect(syncSubscription(broken, id)).rejects.toThrow('killed here');
    expect(await rowOf(id)).toMatchObject({ status: 'unpaid', gatewayState: 'active' });
    await runBillingCron(saying({ status: 'unpaid' }));
    expect(await stateAtGateway(id)).toBe('suspended');
  });

  test('a process that was frozen after reading does not write outdated values', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    const { payments, db } = world.deps;
    const stale = saying({ status: 'unpaid' });
    const now = performance.now.bind(performance);
    const frozen = {
      ...stale,
      payments: {
        ...payments,
        async readSubscription(providerId: string) {
          const found = await stale.payments.readSubscription(providerId);
          await db.lease.update({
            where: { name: `subscription:${id}` },
            data: { holder: 'another', until: new Date(Date.now() + 60_000) },
          });
          vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
          return found;
        },
      },
    };
    try {
      await expect(syncSubscription(frozen, id)).rejects.toThrow('continues elsewhere');
    } finally {
      vi.restoreAllMocks();
      await db.lease.deleteMany({ where: { holder: 'another' } });
    }
    expect(await rowOf(id)).toMatchObject({ status: 'active', gatewayState: 'active' });
    expect(await stateAtGateway(id)).toBe('active');
  });

  test('a customer who was deleted at the provider loses access', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    const customer = (await rowOf(id)).customer?.providerId ?? '';
    await stripeSdk(world.emulators.stripeUrl).customers.del(customer);
    await world.advance('PT1M');
    await settled();
    expect(await rowOf(id)).toMatchObject({ status: 'canceled', gatewayState: 'cancelled' });
  });
});
