import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk, subscribeAgain } from '../../../testing/stripe-sdk';
import type { Deps } from '../deps';
import { runBillingCron } from '../schedule/run-billing-cron';
import { changePlan } from '../subscriptions/change-plan';
import { reconcile } from './reconcile';

// Months of emulated time: on a busy machine they take a while.
describe('reconciliation', { timeout: 180_000 }, () => {
  let world: AppWorld;
  let userId: string;
  let payg: string;
  let basic: string;
  beforeAll(async () => {
    world = await startAppWorld();
    userId = await world.newUser();
    payg = await world.buy(userId, 'payg');
    basic = await world.buy(userId, 'basic');
    await world.emulators.control('traffic', { subscription: payg, calls: 2_000 });
    await world.advance('PT1H');
    const waiting = () => world.deps.db.stripeEvent.count({ where: { handledAt: null } });
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 60_000 });
    await runBillingCron(world.deps);
  });
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  async function findings(deps: Deps = world.deps) {
    await world.advance('PT1M');
    const result = await reconcile(deps);
    if (result.kind !== 'ran') throw new Error(result.kind);
    expect(result.failures).toEqual([]);
    return result.findings;
  }

  test('where all three agree there is nothing to find', async () => {
    expect(await findings()).toEqual([]);
    const run = await world.deps.db.run.findFirstOrThrow({ where: { kind: 'reconcile' } });
    expect(run).toMatchObject({
      outcome: 'done',
      counts: { provider: 2, gateway: 2, days: 0, periods: 1, repaired: 0, open: 0 },
    });
  });

  test('a state that differs on either side is corrected', async () => {
    await world.deps.gateway.setSubscriptionState(basic, 'suspended');
    await world.deps.db.subscription.update({
      where: { id: payg },
      data: { status: 'unpaid', gatewayState: 'suspended' },
    });
    const found = await findings();
    expect(found).toContainEqual(
      expect.objectContaining({
        kind: 'gateway-state-differs',
        subject: basic,
        expected: 'active',
        found: 'suspended',
        isRepaired: true,
      }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'status-differs', subject: payg, isRepaired: true }),
    );
    expect(await world.call(basic)).toBe(200);
    expect(await rowOf(payg)).toMatchObject({ status: 'active', gatewayState: 'active' });
    expect(await findings()).toEqual([]);
  });

  test('one that cannot be synced is reported, and the others are corrected all the same', async () => {
    const { db, gateway, payments } = world.deps;
    const broken = (await rowOf(payg)).providerId;
    await db.subscription.update({ where: { id: payg }, data: { status: 'unpaid' } });
    await gateway.setSubscriptionState(basic, 'suspended');
    await world.advance('PT1M');
    const result = await reconcile({
      ...world.deps,
      payments: {
        ...payments,
        readSubscription: (providerId) =>
          providerId === broken
            ? Promise.reject(new Error('not this one'))
            : payments.readSubscription(providerId),
      },
    });
    expect(result).toMatchObject({
      failures: [{ subject: payg, error: 'not this one' }],
      findings: [{ kind: 'gateway-state-differs', subject: basic, isRepaired: true }],
    });
    expect(await world.call(basic)).toBe(200);
    expect(await findings()).toMatchObject([{ kind: 'status-differs', subject: payg }]);
  });

  test('windows that differ from the gateway are read again, and the difference is listed as an amount', async () => {
    // Counts of the last days still arrive, so their growth is not listed.
    await world.advance('P4D');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.deps.db.usageWindow.updateMany({
      where: { subscriptionId: payg, calls: { gt: 0 } },
      data: { calls: 1_000 },
    });
    expect(await findings()).toEqual([
      {
        kind: 'windows-differed',
        subject: payg,
        expected: '1000 calls',
        found: '2000 calls',
        amountMinor: 150,
        currency: 'usd',
        isRepaired: true,
      },
    ]);
  });

  test('a total that the provider does not have is reported again', async () => {
    const stripe = stripeSdk(world.emulators.stripeUrl);
    const customer = (await rowOf(payg)).customer?.providerId ?? '';
    const now = Math.floor((await world.deps.clock.now()).getTime() / 1000);
    await stripe.billing.meterEvents.create({
      event_name: 'tollgate_calls_payg',
      timestamp: now,
      payload: { stripe_customer_id: customer, value: '1700' },
    });
    expect(await findings()).toEqual([
      expect.objectContaining({
        kind: 'reported-usage-differs',
        subject: payg,
        expected: '2000 calls',
        found: '1700 calls',
        amountMinor: 45,
        isRepaired: true,
      }),
    ]);
    expect(await findings()).toEqual([]);
  });

  test('what is on one side only is listed and left alone', async () => {
    const stripe = stripeSdk(world.emulators.stripeUrl);
    const orphan = await subscribeAgain(stripe, {
      customer: (await rowOf(basic)).customer?.providerId ?? '',
      productId: 'basic',
      metadata: { subscription_id: 'sub-of-nobody', product_id: 'basic' },
    });
    await world.deps.gateway.activateSubscription({
      subscriptionId: 'sub-stray',
      userId,
      productId: 'payg',
      name: 'Stray',
    });
    const found = await findings();
    expect(found.map(({ kind, subject, isRepaired }) => ({ kind, subject, isRepaired }))).toEqual([
      { kind: 'provider-only', subject: orphan.id, isRepaired: false },
      { kind: 'gateway-only', subject: 'sub-stray', isRepaired: false },
    ]);
    expect((await stripe.subscriptions.retrieve(orphan.id)).status).toBe('active');
    const run = await world.deps.db.run.findFirstOrThrow({
      where: { kind: 'reconcile' },
      orderBy: { startedAt: 'desc' },
    });
    expect(run).toMatchObject({ outcome: 'partial', counts: { open: 2 } });
    expect(JSON.stringify(run.failures)).toContain('sub-stray');
  });

  test('one that runs out of time continues where it stopped, and reads no day that is correct', async () => {
    const { db, gateway, settings } = world.deps;
    await db.usageWindow.updateMany({
      where: { subscriptionId: payg, calls: { gt: 0 } },
      data: { calls: 1_500 },
    });
    let reads = 0;
    const hasty: Deps = {
      ...world.deps,
      settings: { ...settings, runBudgetSeconds: 0 },
      gateway: {
        ...gateway,
        readUsage(input) {
          reads += 1;
          return gateway.readUsage(input);
        },
      },
    };
    const kinds: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const result = await reconcile(hasty);
      if (result.kind !== 'ran') throw new Error(result.kind);
      kinds.push(...result.findings.map((finding) => finding.kind));
      if (result.isComplete) break;
      expect(await db.run.findUnique({ where: { id: result.runId } })).toMatchObject({
        outcome: 'paused',
      });
    }
    expect(kinds.filter((kind) => kind === 'windows-differed')).toHaveLength(1);
    // All days at once, then by halves to the one that differed, and that one again.
    expect(reads).toBeLessThan(20);
    const sum = await db.usageWindow.aggregate({
      where: { subscriptionId: payg },
      _sum: { calls: true },
    });
    expect(sum._sum.calls).toBe(2_000n);
  });

  test('a period that began with a change of plan is no difference', async () => {
    const change = { userId, subscriptionId: payg, productId: 'standard', when: 'now' } as const;
    expect(await changePlan(world.deps, change)).toEqual({ kind: 'changed' });
    const found = await findings();
    expect(found.filter((finding) => finding.subject === payg)).toEqual([]);
  });

  test('two at the same time count as one', async () => {
    const results = await Promise.all([reconcile(world.deps), reconcile(world.deps)]);
    expect(results.map((result) => result.kind).sort()).toEqual(['busy', 'ran']);
  });
});
