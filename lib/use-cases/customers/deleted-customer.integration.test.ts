import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { reconcile } from '../reconcile/reconcile';
import { runBillingCron } from '../schedule/run-billing-cron';
import { viewSubscription } from '../subscriptions/view-subscription';

// Weeks of emulated time: on a busy machine they take a while.
describe('a customer that was deleted at the provider', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic } = inWorld(() => world);
  const customerOf = async (id: string) => (await rowOf(id)).customer?.providerId ?? '';
  const deleteCustomer = async (id: string) =>
    stripeSdk(world.emulators.stripeUrl).customers.del(await customerOf(id));
  async function cron() {
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  }
  async function days(count: number) {
    for (let day = 0; day < count; day += 1) {
      await world.advance('P1D');
      await cron();
    }
  }
  const lateOf = (id: string) =>
    world.deps.db.lateUsage.findMany({ where: { subscriptionId: id } });

  test('fails no run, its usage is recorded as lost, and its user can buy again', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    await traffic(id, 120_000);
    await world.advance('PT12H');
    await deleteCustomer(id);
    await settled();
    await days(5);
    expect(await lateOf(id)).toMatchObject([
      { state: 'lost', amountMinor: 10_995, callsCounted: 120_000n },
    ]);
    expect(await rowOf(id)).toMatchObject({ status: 'canceled', problem: 'customer-deleted' });
    const reconciled = await reconcile(world.deps);
    expect(reconciled).toMatchObject({ kind: 'ran', failures: [], findings: [] });
    const view = await viewSubscription(world.deps, { userId, subscriptionId: id });
    expect(view).toMatchObject({ subscription: { hasPortal: false } });

    const again = await world.buy(userId, 'standard');
    expect(await rowOf(again)).toMatchObject({ status: 'active', gatewayState: 'active' });
    expect(await customerOf(again)).not.toBe(await customerOf(id));
    await days(2);
    expect(await lateOf(id)).toHaveLength(1);
  });

  test('is found without its event: by a checkout that was open, and by a deferred invoice', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const { periodEnd } = await rowOf(id);
    await traffic(id, 1_000);
    const to = new Date((periodEnd?.getTime() ?? 0) + 60_000).toISOString();
    await world.emulators.control('clock', { to });
    await settled();
    await world.emulators.control('faults', {
      webhook: 'drop',
      type: 'customer.deleted',
      times: 9,
    });
    await deleteCustomer(id);
    await expect.poll(async () => (await rowOf(id)).status, { timeout: 60_000 }).toBe('canceled');
    await world.emulators.control('faults', { clear: true });
    expect((await rowOf(id)).customer?.deletedAt).toBeNull();
    const again = await world.buy(userId, 'payg');
    expect(await rowOf(again)).toMatchObject({ status: 'active' });
    expect((await rowOf(id)).customer?.deletedAt).not.toBeNull();
    await days(5);
    expect(await lateOf(id)).toMatchObject([{ state: 'lost', amountMinor: 150 }]);
  });

  test('that the provider does not know is a failure and no loss, because the key may be wrong', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 500);
    await world.advance('PT1H');
    const { customerId, customer } = await rowOf(id);
    const set = (providerId: string | null | undefined) =>
      world.deps.db.billingCustomer.update({
        where: { id: customerId ?? '' },
        data: { providerId: providerId ?? null },
      });
    await set('cus_elsewhere');
    const { failures } = await runBillingCron(world.deps);
    expect(failures.map(({ subject }) => subject)).toContain(id);
    expect((await rowOf(id)).customer?.deletedAt).toBeNull();
    await set(customer?.providerId);
    await cron();
  });
});
