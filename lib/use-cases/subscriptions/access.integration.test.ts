import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { runBillingCron } from '../schedule/run-billing-cron';
import { setCancelAtPeriodEnd } from './manage-billing';
import { syncSubscription } from './sync-subscription';
import { viewAccount } from './view-account';

// Months of emulated time: on a busy machine they take a while.
describe('access follows payment', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  async function days(count: number) {
    await world.advance(`P${count}D`);
    await runBillingCron(world.deps);
  }

  test('a declined renewal keeps access for the grace period, then suspends; paying restores the same key', async () => {
    const userId = await world.newUser();
    // Paid in advance: only an owner who has paid before gets the grace period.
    const id = await world.buy(userId, 'basic');
    const { customer } = await world.deps.db.subscription.findUniqueOrThrow({
      where: { id },
      include: { customer: true, planVersion: true },
    });
    await world.emulators.control('cards', { customer: customer?.providerId, decline: true });
    const keys = await world.deps.gateway.readKeys(id);
    expect(await world.call(id)).toBe(200);
    await days(31);
    await days(1);
    expect(await rowOf(id)).toMatchObject({ status: 'past_due', gatewayState: 'active' });
    expect(await world.call(id)).toBe(200);
    const { subscriptions } = await viewAccount(world.deps, userId);
    expect(subscriptions[0]?.notice).toMatchObject({ kind: 'payment-failed' });
    await days(15);
    expect((await rowOf(id)).gatewayState).toBe('suspended');
    expect(await world.call(id)).toBe(401);
    const { payUrl } = await rowOf(id);
    expect(payUrl).toMatch(/^http/);
    const paid = await fetch(payUrl ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ number: VISA, expiry: '12 / 40', cvc: '123', name: 'Ada' }),
    });
    expect(paid.status).toBeLessThan(400);
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ status: 'active', gatewayState: 'active' });
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
    expect(await world.call(id)).toBe(200);
  });

  test('a clock that was ahead and is correct again leaves nobody suspended within the grace period', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    const row = await rowOf(id);
    const customer = await world.deps.db.billingCustomer.findUniqueOrThrow({
      where: { id: row.customerId ?? '' },
    });
    await world.emulators.control('cards', { customer: customer.providerId, decline: true });
    const now = await world.deps.clock.now();
    const ahead = { now: async () => new Date(now.getTime() + 90 * 86_400_000) };
    await days(31);
    await days(1);
    const since = (await rowOf(id)).pastDueSince;
    await syncSubscription({ ...world.deps, clock: ahead }, id);
    expect(await rowOf(id)).toMatchObject({ status: 'past_due', gatewayState: 'suspended' });
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', pastDueSince: since });
    expect(await world.call(id)).toBe(200);

    // The failed payment arrived while the clock was ahead: the grace period begins when the clock is correct again.
    const future = new Date(now.getTime() + 120 * 86_400_000);
    await world.deps.db.subscription.update({ where: { id }, data: { pastDueSince: future } });
    await runBillingCron(world.deps);
    expect((await rowOf(id)).pastDueSince).toEqual(await world.deps.clock.now());
  });

  test('a cancellation at the period end keeps access until then and can be undone before', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await setCancelAtPeriodEnd(world.deps, { userId, subscriptionId: id, cancel: true });
    const notice = async () => (await viewAccount(world.deps, userId)).subscriptions[0]?.notice;
    expect(await notice()).toMatchObject({ kind: 'ends-on' });
    await setCancelAtPeriodEnd(world.deps, { userId, subscriptionId: id, cancel: false });
    expect(await notice()).toEqual({ kind: 'active' });
    await setCancelAtPeriodEnd(world.deps, { userId, subscriptionId: id, cancel: true });
    await days(32);
    expect(await rowOf(id)).toMatchObject({
      status: 'canceled',
      endReason: 'requested',
      gatewayState: 'cancelled',
      liveKey: null,
    });
    expect(await world.call(id)).toBe(401);
  });
});
