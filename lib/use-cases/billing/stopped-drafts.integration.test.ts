import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { listDeferredInvoices, listLeftPeriods } from '../operator/usage';
import { runBillingCron } from '../schedule/run-billing-cron';

// Months of emulated time: on a busy machine they take a while.
describe('a draft that somebody else stopped', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic, renewalOf } = inWorld(() => world);
  const sdk = () => stripeSdk(world.emulators.stripeUrl);
  const stateOf = async (id: string) =>
    world.deps.db.billingPeriod.findFirstOrThrow({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
    });
  async function cron() {
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  }
  async function intoRenewal(id: string) {
    const { periodEnd } = await rowOf(id);
    const to = new Date((periodEnd?.getTime() ?? 0) + 60_000).toISOString();
    await world.emulators.control('clock', { to });
    await settled();
  }
  const leftOf = async (id: string) =>
    (await listLeftPeriods(world.deps)).filter((row) => row.subscriptionId === id);

  test('of a paused collection stays a draft with its usage on it, and the operator sees it', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    const { providerId } = await rowOf(id);
    await sdk().subscriptions.update(providerId ?? '', {
      pause_collection: { behavior: 'keep_as_draft' },
    });
    await traffic(id, 120_000);
    await intoRenewal(id);
    for (let day = 0; day < 5; day += 1) {
      await world.advance('P1D');
      await cron();
    }
    const draft = await renewalOf(id);
    expect(draft).toMatchObject({ state: 'draft', usageCalls: 120_000, isStopped: true });
    expect(await stateOf(id)).toMatchObject({ state: 'left-to-operator', invoiceId: draft.id });
    expect(await leftOf(id)).toMatchObject([{ invoiceId: draft.id }]);
    const audit = { targetId: id, action: 'period.left-to-operator' };
    expect(await world.deps.db.auditEntry.count({ where: audit })).toBe(1);

    // The operator finalizes it after all: it bills what is on it, and late calls are billed afterwards.
    await sdk().invoices.finalizeInvoice(draft.id, { auto_advance: true });
    await world.advance('PT3H');
    await cron();
    expect(await renewalOf(id)).toMatchObject({ totalMinor: 10_995 });
    expect(await stateOf(id)).toMatchObject({ state: 'closed', callsBilled: 120_000n });
    expect(await leftOf(id)).toEqual([]);
  });

  test('in the Dashboard after we had claimed it is not finalized by us', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 1_000);
    await intoRenewal(id);
    const claimed = await renewalOf(id);
    expect(claimed.deferredByUs).toBe(true);
    await sdk().invoices.update(claimed.id, { auto_advance: false });
    for (let day = 0; day < 4; day += 1) {
      await world.advance('P1D');
      await cron();
    }
    expect(await renewalOf(id)).toMatchObject({ state: 'draft', usageCalls: 1_000 });
    expect(await leftOf(id)).toHaveLength(1);

    // Switched on again, it is ours again: it bills the last usage and is charged.
    await sdk().invoices.update(claimed.id, { auto_advance: true });
    await cron();
    await world.advance('PT5M');
    await settled();
    expect(await renewalOf(id)).toMatchObject({ state: 'paid', totalMinor: 150 });
    await cron();
    expect(await stateOf(id)).toMatchObject({ state: 'closed', callsBilled: 1_000n });
  });

  test('does not affect other drafts: Stripe finalizes them when our scheduler is down', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await intoRenewal(id);
    expect((await renewalOf(id)).deferredByUs).toBe(true);
    expect((await listDeferredInvoices(world.deps, { after: null })).rows.length).toBeGreaterThan(
      0,
    );
    await world.advance('P4D');
    expect(await renewalOf(id)).toMatchObject({ state: 'paid' });
    await cron();
    expect(await stateOf(id)).toMatchObject({ state: 'closed' });
  });
});
