import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { reconcile } from '../reconcile/reconcile';
import { runBillingCron } from '../schedule/run-billing-cron';
import { changePlan } from './change-plan';
import { previewPlanChange } from './preview-plan-change';
import { syncSubscription } from './sync-subscription';

/** Can be saved at checkout and is declined when it is charged later. */
const FAILS_LATER = '4000000000000341';

// Months of emulated time: on a busy machine they take a while.
describe('a change of plan', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic, invoicesOf, gatewayProductOf } = inWorld(() => world);

  test('keeps the keys, bills the old usage at the old price and the rest at the new one', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    const keys = await world.deps.gateway.readKeys(id);
    await traffic(id, 120_000);
    await world.advance('P10D');
    await settled();
    await runBillingCron(world.deps);
    await world.advance('PT1M');
    const input = { userId, subscriptionId: id, productId: 'pro', when: 'now' } as const;
    expect(await previewPlanChange(world.deps, input)).toMatchObject({
      kind: 'preview',
      now: { dueNowMinor: 10_995, currency: 'usd' },
      base: { totalMinor: 44_995 },
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

  test('in the second of the purchase prices the whole period as the new plan', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    const input = { userId, subscriptionId: id, productId: 'pro', when: 'now' } as const;
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'changed' });
    await settled();
    const periods = await world.deps.db.billingPeriod.findMany({
      where: { subscriptionId: id },
      include: { planVersion: true },
    });
    expect(periods).toMatchObject([{ planVersion: { productId: 'pro' }, swappedToId: null }]);
    expect(await rowOf(id)).toMatchObject({ planVersion: { productId: 'pro' }, problem: null });
  });

  test('is reverted as a whole when its payment fails', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg', FAILS_LATER);
    await traffic(id, 500);
    await world.advance('P1D');
    await settled();
    const input = { userId, subscriptionId: id, productId: 'basic', when: 'now' } as const;
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

  test('is refused in a pause of which no event has arrived', async () => {
    const id = await world.buy(await world.newUser(), 'developer');
    await settled();
    await world.advance('PT10M');
    const { userId, providerId } = await rowOf(id);
    world.setWebhooksWorked(false);
    await fetch(`${world.emulators.stripeUrl}/v1/subscriptions/${providerId}/pause`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_operator00' },
    });
    expect(await rowOf(id)).toMatchObject({ status: 'active' });
    const input = { userId, subscriptionId: id, productId: 'enterprise', when: 'now' } as const;
    expect(await changePlan(world.deps, input)).toEqual({
      kind: 'not-possible',
      message: 'This subscription is paused: resume it first.',
    });
    expect(await rowOf(id)).toMatchObject({
      productId: 'developer',
      nextProductId: null,
      gatewayState: 'suspended',
    });
    world.setWebhooksWorked(true);
  });

  test('that was killed before its request to the provider is done by the second try', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await world.advance('P1D');
    await settled();
    const killedHere = { nextProductId: 'basic', nextPlanAt: null, syncDueAt: new Date() };
    await world.deps.db.subscription.update({ where: { id }, data: killedHere });
    const input = { userId, subscriptionId: id, productId: 'basic', when: 'now' } as const;
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'changed' });
    expect(await rowOf(id)).toMatchObject({ productId: 'basic', nextProductId: null });
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
    const input = { userId, subscriptionId: id, productId: 'payg', when: 'now' } as const;
    await expect(changePlan(broken, input)).rejects.toThrow('killed here');
    expect(await rowOf(id)).toMatchObject({ productId: 'payg', gatewayProductId: 'standard' });
    expect(await gatewayProductOf(id)).toBe('standard');
    world.setWebhooksWorked(true);
    await runBillingCron(world.deps);
    await syncSubscription(world.deps, id);
    const row = await rowOf(id);
    expect(row).toMatchObject({ productId: 'payg', liveKey: `${row.customerId}:payg` });
    expect(await gatewayProductOf(id)).toBe('payg');
    const changes = { targetId: id, action: 'subscription.plan-changed' };
    expect(await world.deps.db.auditEntry.count({ where: changes })).toBe(1);
  });

  test('there and back in one period bills each part once', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const to = (productId: string) =>
      changePlan(world.deps, { userId, subscriptionId: id, productId, when: 'now' });
    for (const [calls, next] of [
      [1_000, 'developer'],
      [400, 'payg'],
    ] as const) {
      await traffic(id, calls);
      await world.advance('PT3H');
      await settled();
      expect(await to(next)).toEqual({ kind: 'changed' });
      await settled();
    }
    await world.advance('PT1H');
    await traffic(id, 3_000);
    const edge = (await rowOf(id)).periodEnd ?? new Date(0);
    await world.emulators.control('clock', { to: edge.toISOString() });
    await world.advance('PT2H');
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.advance('P4D');
    await settled();
    expect(await runBillingCron(world.deps)).toMatchObject({ failures: [], late: 0 });
    const periods = await world.deps.db.billingPeriod.findMany({
      where: { subscriptionId: id, state: 'closed' },
      orderBy: { start: 'asc' },
    });
    expect(periods.map((one) => [one.productId, Number(one.callsBilled)])).toEqual([
      ['payg', 1_000],
      ['developer', 400],
      [null, 3_000],
    ]);
    const totals = (await invoicesOf(id)).map((invoice) => invoice.totalMinor);
    // 1,000 and 3,000 calls at $0.15 per 100; 300 beyond the free ones at $0.20 per 100.
    expect(totals.reduce((sum, one) => sum + one, 0)).toBe(150 + 60 + 450);
  });

  test('with calls that are reported late bills them at the old price on the next invoice', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await world.advance('P1D');
    await settled();
    await traffic(id, 2_000);
    await world.advance('PT20M');
    // The change happens before the gateway reports these calls, so nobody knows of them at that moment.
    const silent = {
      ...world.deps,
      gateway: { ...world.deps.gateway, readUsage: () => ({ async *[Symbol.asyncIterator]() {} }) },
    };
    expect(
      await changePlan(silent, { userId, subscriptionId: id, productId: 'basic', when: 'now' }),
    ).toEqual({ kind: 'changed' });
    await settled();
    await world.advance('PT3H');
    await runBillingCron(world.deps);
    await world.advance('P4D');
    expect(await runBillingCron(world.deps)).toMatchObject({ failures: [], late: 1 });
    const [old] = await world.deps.db.billingPeriod.findMany({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
    });
    expect(old).toMatchObject({ productId: 'payg', state: 'closed', callsBilled: 2_000n });
    expect(await world.deps.db.lateUsage.findMany({ where: { subscriptionId: id } })).toMatchObject(
      [{ amountMinor: 300, callsBilled: 0n, callsCounted: 2_000n, state: 'billed' }],
    );
  });

  test('of a suspended subscription reaches the gateway when access is restored', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    await world.advance('P1D');
    await settled();
    const { payments } = world.deps;
    let isUnpaid = false;
    const unpaid: typeof world.deps = {
      ...world.deps,
      payments: {
        ...payments,
        async changePlan(change) {
          const outcome = await payments.changePlan(change);
          isUnpaid = true;
          return outcome;
        },
        async readSubscription(providerId) {
          const found = await payments.readSubscription(providerId);
          return found && isUnpaid ? { ...found, status: 'unpaid' } : found;
        },
      },
    };
    world.setWebhooksWorked(false);
    await changePlan(unpaid, { userId, subscriptionId: id, productId: 'payg', when: 'now' });
    expect(await rowOf(id)).toMatchObject({ productId: 'payg', gatewayState: 'suspended' });
    expect(await gatewayProductOf(id)).toBe('standard');
    world.setWebhooksWorked(true);
    await syncSubscription(world.deps, id);
    expect(await world.deps.gateway.readSubscription(id)).toMatchObject({
      state: 'active',
      productId: 'payg',
    });
    // A manual change at the gateway is corrected as well.
    await world.deps.gateway.activateSubscription({
      subscriptionId: id,
      userId,
      productId: 'standard',
      name: 'By hand',
    });
    const outcome = await reconcile(world.deps);
    expect(outcome.kind === 'ran' ? outcome.findings : []).toContainEqual(
      expect.objectContaining({ kind: 'gateway-product-differs', subject: id, isRepaired: true }),
    );
    expect(await gatewayProductOf(id)).toBe('payg');
  });
});
