import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { listClosablePeriods } from '../../db/periods';
import { findProduct } from '../../domain/catalog/catalog';
import { quote } from '../../domain/pricing/pricing';
import { startCheckout } from '../checkout/start-checkout';
import type { Deps } from '../deps';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from '../subscriptions/cancel-now';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { viewAccount } from '../subscriptions/view-account';
import { syncUsage } from '../usage/sync-usage';
import { closeDuePeriods } from './close-period';

// Months of emulated time: on a busy machine they take a while.
describe('closing a period', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic, invoicesOf, renewalOf } = inWorld(() => world);
  const firstPeriodOf = (id: string) =>
    world.deps.db.billingPeriod.findFirstOrThrow({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
    });
  /** Shortly before the period ends. */
  async function toTheEndOf(id: string) {
    const { periodEnd } = await rowOf(id);
    const to = new Date((periodEnd?.getTime() ?? 0) - 3_600_000).toISOString();
    await world.emulators.control('clock', { to });
  }
  const loseEvents = () =>
    world.emulators.control('faults', { webhook: 'drop', type: 'invoice.created', times: 50 });
  const loseNoMore = () => world.emulators.control('faults', { clear: true });

  test('a renewal whose invoice.created never came is deferred by the sweep and billed to the call', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await toTheEndOf(id);
    await loseEvents();
    await traffic(id, 1_000);
    await world.advance('PT65M');
    await loseNoMore();
    await settled();
    expect((await renewalOf(id)).deferredByUs).toBe(false);
    await runBillingCron(world.deps);
    expect((await renewalOf(id)).deferredByUs).toBe(true);
    await world.advance('PT1H');
    // A run that has no time left leaves it to the next one, which finds it at its place in the queue.
    const { db, settings } = world.deps;
    const hasty = { ...world.deps, settings: { ...settings, runBudgetSeconds: -1 } };
    expect(await closeDuePeriods(hasty, syncSubscription)).toEqual({ closed: 0, failures: [] });
    expect((await renewalOf(id)).deferredByUs).toBe(true);
    const line = { endedBefore: await world.deps.clock.now(), limit: 10 };
    const [deferred] = await listClosablePeriods(db, { ...line, after: null });
    expect(deferred?.subscriptionId).toBe(id);
    expect(await listClosablePeriods(db, { ...line, after: deferred ?? null })).toEqual([]);
    await syncUsage(world.deps);
    const alone: Date[] = [];
    const counting: Deps = {
      ...world.deps,
      gateway: {
        ...world.deps.gateway,
        readUsage(input) {
          if (input.subscriptionId !== undefined) alone.push(input.start);
          return world.deps.gateway.readUsage(input);
        },
      },
    };
    expect(await closeDuePeriods(counting, syncSubscription)).toEqual({ closed: 1, failures: [] });
    expect(alone).toEqual([]);
    expect(await renewalOf(id)).toMatchObject({ totalMinor: 150 });
    await world.advance('PT5M');
    expect((await renewalOf(id)).state).toBe('paid');
  });

  test('a renewal that was finalized without being deferred is corrected on the next one, to the cent', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await toTheEndOf(id);
    await loseEvents();
    await traffic(id, 2_000);
    await world.advance('P2D');
    await loseNoMore();
    await settled();
    expect(await renewalOf(id)).toMatchObject({ state: 'paid', totalMinor: 0 });
    await runBillingCron(world.deps);
    expect(await firstPeriodOf(id)).toMatchObject({ state: 'closed', callsBilled: 0n });
    await world.advance('P3D');
    expect((await runBillingCron(world.deps)).late).toBe(1);
    expect(await firstPeriodOf(id)).toMatchObject({ callsBilled: 2_000n });
    await settled();
    await toTheEndOf(id);
    await world.advance('PT3H');
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    const next = await renewalOf(id);
    expect(next.totalMinor).toBe(300);
    expect(next.lines.map((line) => line.description)).toContainEqual(
      expect.stringContaining('Late usage from 2026-'),
    );
  });

  test('a count that another instance reports while the invoice is finalized is billed once', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await toTheEndOf(id);
    await traffic(id, 1_000);
    await world.advance('PT65M');
    await settled();
    await world.advance('PT1H');
    const { end } = await firstPeriodOf(id);
    const deferred = await renewalOf(id);
    const { payments } = world.deps;
    const overtaken = {
      ...world.deps,
      payments: {
        ...payments,
        async releaseInvoice(invoiceId: string) {
          if (invoiceId === deferred.id) {
            const to = new Date(end.getTime() - 1_800_000).toISOString();
            const from = new Date(end.getTime() - 3_600_000).toISOString();
            await world.emulators.control('traffic', { subscription: id, calls: 1_000, from, to });
            await syncUsage(world.deps);
          }
          return payments.releaseInvoice(invoiceId);
        },
      },
    };
    expect((await closeDuePeriods(overtaken, syncSubscription)).failures).toEqual([]);
    expect(await renewalOf(id)).toMatchObject({ totalMinor: 300, usageCalls: 2_000 });
    expect(await firstPeriodOf(id)).toMatchObject({ state: 'closed', callsBilled: 2_000n });
    await world.advance('P4D');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    expect(await world.deps.db.lateUsage.count({ where: { subscriptionId: id } })).toBe(0);
  });

  test('an invoice whose usage never completes is finalized after the deferral time, listed, and corrected later', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await toTheEndOf(id);
    await traffic(id, 500);
    await world.advance('PT65M');
    await settled();
    const { gateway } = world.deps;
    const blind = {
      ...world.deps,
      gateway: {
        ...gateway,
        readUsage: () => ({
          [Symbol.asyncIterator]: () => ({
            next: () => Promise.reject(new Error('the reports are down')),
          }),
        }),
      },
    };
    await world.advance('PT40M');
    const early = await runBillingCron(blind);
    expect(early.failures).toContainEqual({ subject: id, error: 'the reports are down' });
    expect((await renewalOf(id)).state).toBe('draft');
    await world.advance('P2D');
    const { payments } = world.deps;
    const overtaken = {
      ...blind,
      payments: {
        ...payments,
        // Another instance reads the reports again and reports a count that is on no invoice.
        async releaseInvoice(invoiceId: string) {
          const outcome = await payments.releaseInvoice(invoiceId);
          await syncUsage(world.deps);
          return outcome;
        },
      },
    };
    const late = await runBillingCron(overtaken);
    expect(late.failures).toContainEqual({
      subject: id,
      error: expect.stringContaining('was finalized automatically after 48 hours'),
    });
    expect((await renewalOf(id)).state).not.toBe('draft');
    const audit = await world.deps.db.auditEntry.findMany({
      where: { targetId: id, action: 'period.released-by-rule' },
    });
    expect(audit).toMatchObject([{ details: { callsBilled: 0 } }]);
    const run = await world.deps.db.run.findFirstOrThrow({
      where: { kind: 'billing' },
      orderBy: { startedAt: 'desc' },
    });
    expect(JSON.stringify(run.failures)).toContain('finalized automatically after 48 hours');
    await world.advance('P2D');
    await runBillingCron(world.deps);
    expect(await firstPeriodOf(id)).toMatchObject({ callsBilled: 500n });
    const charged = { where: { subscriptionId: id } };
    expect(await world.deps.db.lateUsage.findMany(charged)).toMatchObject([{ amountMinor: 75 }]);
  });

  test('immediate cancellation stops further calls and bills the last usage to the call', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    await traffic(id, 120_000);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    await traffic(id, 500);
    const actor = { kind: 'consumer', id: userId } as const;
    const input = { subscriptionId: id, actor };
    expect(await cancelNow(world.deps, input)).toEqual({ kind: 'ending' });
    expect(await world.call(id)).toBe(401);
    expect((await viewAccount(world.deps, userId)).subscriptions[0]?.endingNow).toBe(true);
    await world.advance('PT35M');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await settled();
    expect(await rowOf(id)).toMatchObject({ status: 'canceled', gatewayState: 'cancelled' });
    const standard = findProduct(world.deps.catalog, 'standard');
    if (!standard) throw new Error('standard');
    expect(quote(standard, 120_500).totalMinor).toBe(11_045);
    expect((await invoicesOf(id)).map((invoice) => invoice.totalMinor)).toContain(11_045);
    await runBillingCron(world.deps);
    expect(await firstPeriodOf(id)).toMatchObject({ state: 'closed', callsBilled: 120_500n });
    expect(await cancelNow(world.deps, input)).toEqual({ kind: 'not-found' });
  });

  test('an unpaid checkout is not canceled, and no run tries to', async () => {
    const userId = await world.newUser();
    await startCheckout(world.deps, { userId, productId: 'pro', name: 'Left open' });
    const { id } = await world.deps.db.subscription.findFirstOrThrow({ where: { userId } });
    const asked = cancelNow(world.deps, {
      subscriptionId: id,
      actor: { kind: 'consumer', id: userId },
    });
    await expect(asked).rejects.toThrow('This checkout was not paid');
    expect(await rowOf(id)).toMatchObject({ cancelRequestedAt: null });
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  });

  test('a cancellation that is killed between any two steps is finished by the next run and billed once', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await traffic(id, 1_000);
    await world.advance('PT1H');
    const { payments, gateway } = world.deps;
    const killed = () => Promise.reject(new Error('killed here'));
    const dies = [
      { ...world.deps, gateway: { ...gateway, setSubscriptionState: killed } },
      { ...world.deps, payments: { ...payments, reportUsage: killed } },
      { ...world.deps, payments: { ...payments, readReportedUsage: killed } },
      { ...world.deps, payments: { ...payments, cancelSubscription: killed } },
      {
        ...world.deps,
        payments: {
          ...payments,
          cancelSubscription: async (providerId: string) => {
            await payments.cancelSubscription(providerId);
            throw new Error('killed here');
          },
        },
      },
    ];
    const actor = { kind: 'operator', id: 'operator' } as const;
    const input = { subscriptionId: id, actor };
    expect(await cancelNow(dies[0] ?? world.deps, input)).toEqual({ kind: 'ending' });
    // The end is recorded, and nothing says yet that the keys are rejected.
    expect(await rowOf(id)).toMatchObject({ cancelSuspendedAt: null, gatewayState: 'active' });
    await runBillingCron(world.deps);
    expect(await world.call(id)).toBe(401);
    for (const deps of dies.slice(1)) {
      await world.advance('PT31M');
      await runBillingCron(deps);
    }
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await settled();
    expect(await rowOf(id)).toMatchObject({ status: 'canceled', gatewayState: 'cancelled' });
    const totals = (await invoicesOf(id)).map((invoice) => invoice.totalMinor);
    expect(totals.filter((total) => total > 0)).toEqual([150]);
  });

  test('usage of a subscription that was ended at the provider is billed on a separate invoice', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 4_000);
    await world.advance('PT1H');
    const stripe = stripeSdk(world.emulators.stripeUrl);
    const providerId = (await rowOf(id)).providerId ?? '';
    await stripe.subscriptions.cancel(providerId);
    await world.advance('PT1H');
    await settled();
    await runBillingCron(world.deps);
    await runBillingCron(world.deps);
    await world.advance('P4D');
    expect((await runBillingCron(world.deps)).late).toBe(1);
    expect((await runBillingCron(world.deps)).late).toBe(0);
    await world.advance('PT5M');
    const { customer } = await stripe.subscriptions.retrieve(providerId);
    const { data } = await stripe.invoices.list({ customer: String(customer) });
    const own = data.filter((invoice) => invoice.billing_reason === 'manual');
    expect(own.map(({ total, status }) => ({ total, status }))).toEqual([
      { total: 600, status: 'paid' },
    ]);
  });
});
