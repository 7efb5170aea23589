import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { listUnclaimedPeriods, markPeriodChecked } from '../../db/periods';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from '../subscriptions/cancel-now';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { billLateUsage } from './bill-late-usage';
import { closeDuePeriods } from './close-period';
import { deferMissedRenewals } from './defer-renewals';

// Months of emulated time: on a busy machine they take a while.
describe('late usage', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { settled } = inWorld(() => world);
  const firstPeriodOf = (id: string) =>
    world.deps.db.billingPeriod.findFirstOrThrow({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
    });
  /** As if the gateway reported these calls of the first period only now. */
  async function reportedLate(id: string, calls: bigint) {
    const { start } = await firstPeriodOf(id);
    const day = new Date(Math.floor(start.getTime() / 86_400_000) * 86_400_000 + 5 * 86_400_000);
    const end = new Date(day.getTime() + 86_400_000);
    const named = { subscriptionId: id, start: day };
    await world.deps.db.usageWindow.upsert({
      where: { subscriptionId_start: named },
      create: { ...named, end, calls, readAt: day },
      update: { calls },
    });
  }

  test('is charged once when two instances find it at the same time', async () => {
    const ids = [
      await world.buy(await world.newUser(), 'payg'),
      await world.buy(await world.newUser(), 'payg'),
    ];
    await world.advance('P1M');
    await world.advance('PT2H');
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.advance('P4D');
    await settled();
    for (const id of ids) await reportedLate(id, 1_000n);
    const { payments } = world.deps;
    let isFirst = true;
    const slow = {
      ...world.deps,
      payments: {
        ...payments,
        async addCharge(charge: Parameters<typeof payments.addCharge>[0]) {
          // Both are in this instance's list; another instance bills the second while this one bills the first.
          if (isFirst) {
            isFirst = false;
            expect(await billLateUsage(world.deps)).toEqual({ billed: 1, failures: [] });
          }
          await payments.addCharge(charge);
        },
      },
    };
    expect(await billLateUsage(slow)).toEqual({ billed: 1, failures: [] });
    for (const id of ids) {
      const late = await world.deps.db.lateUsage.findMany({ where: { subscriptionId: id } });
      expect(late).toMatchObject([{ amountMinor: 150, callsCounted: 1_000n, state: 'billed' }]);
      expect(await firstPeriodOf(id)).toMatchObject({ callsBilled: 1_000n });
    }
  });

  test('of a subscription that once had a duplicate is billed like any other', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await world.deps.db.subscription.update({
      where: { id },
      data: { problem: 'duplicate-refunded', problemAt: new Date() },
    });
    const { periodEnd } = await world.deps.db.subscription.findUniqueOrThrow({ where: { id } });
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    await world.advance('PT3H');
    await settled();
    await closeDuePeriods(world.deps, syncSubscription);
    await world.advance('P4D');
    await settled();
    const { providerId } = await world.deps.db.subscription.findUniqueOrThrow({ where: { id } });
    await world.deps.payments.cancelSubscription(providerId ?? '');
    await syncSubscription(world.deps, id);
    await reportedLate(id, 2_000n);
    expect(await billLateUsage(world.deps)).toEqual({ billed: 1, failures: [] });
    expect(await world.deps.db.lateUsage.findMany({ where: { subscriptionId: id } })).toMatchObject(
      [{ amountMinor: 300, state: 'billed' }],
    );
  });

  /** Reports 99,950 calls of a product whose flat fee includes 100,000; after the pause 1,000 more are answered. */
  async function pauseInUse(): Promise<string> {
    const { db } = world.deps;
    const id = await world.buy(await world.newUser(), 'standard');
    const traffic = (calls: number) =>
      world.emulators.control('traffic', { subscription: id, calls });
    await world.advance('P1D');
    await traffic(99_950);
    await world.advance('PT1H');
    // The window names the days of `reportedLate`, which the gateway doesn't have.
    await runBillingCron(world.deps);
    await world.advance('PT10M');
    world.setWebhooksWorked(false);
    const { providerId } = await db.subscription.findUniqueOrThrow({ where: { id } });
    await stripeSdk(world.emulators.stripeUrl).subscriptions.pause(providerId ?? '', {
      invoicing_behavior: 'invoice',
      bill_for: {
        outstanding_usage_through: { type: 'now' },
        unused_time_from: { type: 'none' },
      },
    });
    await traffic(1_000);
    world.setWebhooksWorked(true);
    return id;
  }

  test('calls made before the gateway learns of a pause are priced as part of the paused period', async () => {
    const { db } = world.deps;
    const id = await pauseInUse();
    await world.advance('P1M');
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.advance('P4D');
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    const charges = async () =>
      (
        await db.lateUsage.findMany({
          where: { subscriptionId: id },
          orderBy: { createdAt: 'asc' },
        })
      ).map(({ amountMinor, callsBilled, callsCounted }) => [
        amountMinor,
        callsBilled,
        callsCounted,
      ]);
    expect(await charges()).toEqual([[95, -1n, 1_000n]]);
    const windowsOf = { subscriptionId: id, calls: { gt: 0 } };
    await db.usageWindow.updateMany({
      where: { ...windowsOf, calls: 99_950 },
      data: { calls: 99_960 },
    });
    await billLateUsage(world.deps);
    await db.usageWindow.updateMany({
      where: { ...windowsOf, calls: 1_000 },
      data: { calls: 980 },
    });
    await billLateUsage(world.deps);
    expect(await charges()).toEqual([
      [95, -1n, 1_000n],
      [1, 99_950n, 99_960n],
      [-2, 1_000n, 980n],
    ]);
  });

  test('calls in a pause that began shortly before the period’s end are billed beyond it', async () => {
    const { db } = world.deps;
    const id = await world.buy(await world.newUser(), 'payg');
    const { periodEnd, providerId } = await db.subscription.findUniqueOrThrow({ where: { id } });
    const end = periodEnd?.getTime() ?? 0;
    await world.emulators.control('clock', { to: new Date(end - 600_000).toISOString() });
    await settled();
    world.setWebhooksWorked(false);
    const { subscriptions } = stripeSdk(world.emulators.stripeUrl);
    await subscriptions.pause(providerId ?? '', { invoicing_behavior: 'invoice' });
    await world.advance('PT30M');
    await world.emulators.control('traffic', { subscription: id, calls: 1_000 });
    world.setWebhooksWorked(true);
    await runBillingCron(world.deps);
    for (const wait of ['PT3H', 'P4D']) {
      await world.advance(wait);
      await settled();
      expect((await runBillingCron(world.deps)).failures).toEqual([]);
    }
    expect(await db.lateUsage.findMany({ where: { subscriptionId: id } })).toMatchObject([
      { amountMinor: 150, callsCounted: 1_000n },
    ]);
  });

  test('canceling a paused subscription immediately charges its flat fee only once', async () => {
    const { db, payments } = world.deps;
    const id = await pauseInUse();
    await world.advance('PT1H');
    await settled();
    const actor = { kind: 'operator', id: 'operator' } as const;
    await cancelNow(world.deps, { subscriptionId: id, actor });
    await world.advance('PT35M');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.advance('P4D');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    const { providerId, status } = await db.subscription.findUniqueOrThrow({ where: { id } });
    expect(status).toBe('canceled');
    const invoices = await payments.listInvoices(providerId ?? '');
    expect(invoices.map(({ totalMinor }) => totalMinor).filter((total) => total > 0)).toEqual([
      8_995,
    ]);
    expect(await db.lateUsage.findMany({ where: { subscriptionId: id } })).toMatchObject([
      { amountMinor: 95, callsCounted: 1_000n, state: 'billed' },
    ]);
  });

  test('calls of a trial that ended in a pause are not billable, calls of other paused periods are', async () => {
    const { db, payments } = world.deps;
    for (const [isTrial, callsBilled] of [
      [true, 700n],
      [false, null],
    ] as const) {
      const id = await world.buy(await world.newUser(), 'payg');
      await world.advance('P1D');
      const { start } = await firstPeriodOf(id);
      const end = new Date((await world.deps.clock.now()).getTime() - 3 * 3_600_000);
      await db.billingPeriod.updateMany({ where: { subscriptionId: id }, data: { end } });
      const day = new Date(Math.ceil(start.getTime() / 900_000) * 900_000);
      await db.usageWindow.create({
        data: { subscriptionId: id, start: day, end, calls: 700n, readAt: end },
      });
      const paused = {
        ...world.deps,
        payments: {
          ...payments,
          listInvoices: async () => [],
          async readSubscription(providerId: string) {
            const found = await payments.readSubscription(providerId);
            const trialEnd = isTrial ? end : null;
            return found && { ...found, status: 'paused', period: { start, end }, trialEnd };
          },
        },
      };
      await deferMissedRenewals(paused);
      expect(await firstPeriodOf(id)).toMatchObject({ state: 'closed', callsBilled });
    }
  });

  test('periods that stay open for a long time do not block others', async () => {
    const { db } = world.deps;
    const ids = [
      await world.buy(await world.newUser(), 'payg'),
      await world.buy(await world.newUser(), 'payg'),
    ];
    const now = await world.deps.clock.now();
    // It ended longer ago than any other period of this world.
    for (const [at, id] of ids.entries()) {
      const end = new Date(Date.UTC(2025, 0, 1 + at));
      await db.billingPeriod.updateMany({ where: { subscriptionId: id }, data: { end } });
    }
    const first = async () => {
      const [period] = await listUnclaimedPeriods(db, {
        now,
        renewedBefore: now,
        limit: 1,
      });
      if (!period) throw new Error('No period is open.');
      await markPeriodChecked(db, period, now);
      return period.subscriptionId;
    };
    expect([await first(), await first()]).toEqual(ids);
  });
});
