import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../testing/app-world';
import { changePlan, previewPlanChange } from './change-plan';
import { runBillingCron } from './run-billing-cron';
import { syncSubscription } from './sync-subscription';

/** Can be saved at checkout and declines when it is charged later. */
const FAILS_LATER = '4000000000000341';

// Months of emulated time: on a busy machine they take a while.
describe('a change of plan', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const rowOf = (id: string) => world.deps.db.subscription.findUniqueOrThrow({ where: { id } });
  const settled = () =>
    expect
      .poll(() => world.deps.db.stripeEvent.count({ where: { handledAt: null } }), {
        timeout: 60_000,
      })
      .toBe(0);
  const traffic = (subscription: string, calls: number) =>
    world.emulators.control('traffic', { subscription, calls });
  const invoicesOf = async (id: string) =>
    world.deps.payments.listInvoices((await rowOf(id)).providerId ?? '');
  const gatewayProductOf = async (id: string) =>
    (await world.deps.gateway.readSubscription(id))?.productId;

  test('keeps the keys, bills the old usage at the old price and the rest at the new one', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    const keys = await world.deps.gateway.readKeys(id);
    await traffic(id, 120_000);
    await world.advance('P10D');
    await settled();
    await runBillingCron(world.deps);
    await world.advance('PT1M');
    const input = { userId, subscriptionId: id, productId: 'pro' };
    expect(await previewPlanChange(world.deps, input)).toMatchObject({
      kind: 'preview',
      now: { dueNowMinor: 10_995, currency: 'usd' },
      next: { totalMinor: 44_995 },
    });
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'changed' });
    await settled();
    expect(await rowOf(id)).toMatchObject({ productId: 'pro', status: 'active' });
    expect(await gatewayProductOf(id)).toBe('pro');
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
    expect(await world.call(id)).toBe(200);
    expect((await invoicesOf(id)).map((invoice) => invoice.totalMinor)).toContain(10_995);
    await world.advance('PT1H');
    await traffic(id, 599_999);
    await world.advance('PT3H');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    const { periodEnd } = await rowOf(id);
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    await world.advance('PT2H');
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.advance('PT5M');
    const renewal = (await invoicesOf(id)).find((invoice) => invoice.isRenewal);
    expect(renewal).toMatchObject({ state: 'paid', usageCalls: 600_000, totalMinor: 50_995 });
    const periods = await world.deps.db.billingPeriod.findMany({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
      take: 2,
    });
    expect(periods).toMatchObject([
      { productId: 'standard', state: 'closed', callsBilled: 120_000n },
      { state: 'closed', callsBilled: 600_000n },
    ]);
    expect(periods[0]?.end).toEqual(periods[1]?.start);
    expect(await world.deps.db.lateUsage.count({ where: { subscriptionId: id } })).toBe(0);
  });

  test('is taken back whole when the payment that is due for it fails', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg', FAILS_LATER);
    await traffic(id, 500);
    await world.advance('P1D');
    await settled();
    const input = { userId, subscriptionId: id, productId: 'basic' };
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'payment-failed' });
    await settled();
    expect(await rowOf(id)).toMatchObject({
      productId: 'payg',
      status: 'active',
      gatewayState: 'active',
      problem: 'plan-change-failed',
    });
    expect(await gatewayProductOf(id)).toBe('payg');
    expect(await world.call(id)).toBe(200);
  });

  test('that was killed after the provider carried it out is finished by the next sync', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    await world.advance('P1D');
    await settled();
    const broken = {
      ...world.deps,
      gateway: {
        ...world.deps.gateway,
        activateSubscription: () => Promise.reject(new Error('killed here')),
      },
    };
    world.setWebhooksWorked(false);
    const input = { userId, subscriptionId: id, productId: 'payg' };
    await expect(changePlan(broken, input)).rejects.toThrow('killed here');
    expect((await rowOf(id)).productId).toBe('standard');
    world.setWebhooksWorked(true);
    await syncSubscription(world.deps, id);
    await syncSubscription(world.deps, id);
    const row = await rowOf(id);
    expect(row).toMatchObject({ productId: 'payg', liveKey: `${row.customerId}:payg` });
    expect(await gatewayProductOf(id)).toBe('payg');
    const changes = { targetId: id, action: 'subscription.plan-changed' };
    expect(await world.deps.db.auditEntry.count({ where: changes })).toBe(1);
  });

  test.each([
    ['free', 'subscribe anew'],
    ['standard', 'the plan that it has already'],
    ['payg', 'a subscription of this plan already'],
  ])('to %s is refused in words', async (productId, words) => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    if (productId === 'payg') await world.buy(userId, 'payg');
    await settled();
    expect(await changePlan(world.deps, { userId, subscriptionId: id, productId })).toEqual({
      kind: 'not-possible',
      message: expect.stringContaining(words),
    });
    const stranger = await world.newUser();
    expect(
      await changePlan(world.deps, { userId: stranger, subscriptionId: id, productId }),
    ).toEqual({
      kind: 'not-found',
    });
  });
});
