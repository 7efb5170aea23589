import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { startCheckout } from '../checkout/start-checkout';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from '../subscriptions/cancel-now';
import { changePlan } from '../subscriptions/change-plan';
import { previewPlanChange } from '../subscriptions/preview-plan-change';
import { viewSubscription } from '../subscriptions/view-subscription';

// Weeks of emulated time: on a busy machine they take a while.
describe('an allowance', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic, invoicesOf, renewalOf } = inWorld(() => world);
  async function cron() {
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  }
  async function endNow(id: string, userId: string) {
    await cancelNow(world.deps, { subscriptionId: id, actor: { kind: 'consumer', id: userId } });
    await world.advance('PT2H');
    await cron();
    await settled();
    expect((await rowOf(id)).endedAt).not.toBeNull();
  }
  const billedOf = async (id: string) =>
    (await invoicesOf(id)).reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  async function intoRenewal(id: string) {
    const { periodEnd } = await rowOf(id);
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    await world.advance('PT2H');
    await settled();
    await cron();
    await world.advance('PT10M');
    await settled();
  }

  test('of a free product goes on when it is ended and had again: the same key, the same quota', async () => {
    const userId = await world.newUser();
    const subscribe = () => startCheckout(world.deps, { userId, productId: 'free', name: 'Free' });
    const first = await subscribe();
    if (first.kind !== 'subscribed') throw new Error(JSON.stringify(first));
    const id = first.subscriptionId;
    const keys = await world.deps.gateway.readKeys(id);
    await traffic(id, 100);
    expect(await world.call(id)).toBe(403);
    await cancelNow(world.deps, { subscriptionId: id, actor: { kind: 'consumer', id: userId } });
    expect(await world.call(id)).toBe(401);
    await world.advance('P1D');
    expect(await subscribe()).toEqual({ kind: 'subscribed', subscriptionId: id });
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
    expect(await world.call(id)).toBe(403);
    expect(await rowOf(id)).toMatchObject({ status: 'free', endedAt: null });
    await cron();
    await world.advance('P31D');
    await cron();
    expect(await world.call(id)).toBe(200);
  });

  test('is given once in a period, however often it is canceled and bought again', async () => {
    const userId = await world.newUser();
    const first = await world.buy(userId, 'developer');
    await traffic(first, 80);
    await world.advance('PT3H');
    await settled();
    await cron();
    await endNow(first, userId);
    const second = await world.buy(userId, 'developer');
    await traffic(second, 100);
    await world.advance('PT3H');
    await settled();
    await cron();
    const view = await viewSubscription(world.deps, { userId, subscriptionId: second });
    expect(view).toMatchObject({
      subscription: {
        callsInPeriod: 100,
        costSoFar: { totalMinor: 16 },
        usage: { allowanceUsed: 80 },
      },
    });
    await endNow(second, userId);
    expect([await billedOf(first), await billedOf(second)]).toEqual([0, 16]);
    await world.advance('P5D');
    await settled();
    await cron();
    const charged = { subscriptionId: { in: [first, second] } };
    expect(await world.deps.db.lateUsage.findMany({ where: charged })).toEqual([]);
  });

  test('is not given to a second subscription next to the first, and is whole in the next period', async () => {
    const userId = await world.newUser();
    // An owner who has paid before may have several.
    await world.buy(userId, 'basic');
    const first = await world.buy(userId, 'developer');
    await world.advance('P1D');
    await settled();
    const second = await world.buy(userId, 'developer');
    await traffic(first, 60);
    await traffic(second, 60);
    await intoRenewal(first);
    await intoRenewal(second);
    expect((await renewalOf(first)).totalMinor).toBe(0);
    expect((await renewalOf(second)).totalMinor).toBe(12);
  });

  test('is not given twice by changing the plan away and back', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'developer');
    for (const productId of ['payg', 'developer']) {
      await traffic(id, 100);
      await world.advance('PT3H');
      await settled();
      await cron();
      await world.advance('PT1M');
      const input = { userId, subscriptionId: id, productId, when: 'now' } as const;
      expect(await changePlan(world.deps, input)).toEqual({ kind: 'changed' });
      await settled();
    }
    await world.advance('PT1H');
    await traffic(id, 100);
    await intoRenewal(id);
    await world.advance('P4D');
    await settled();
    await cron();
    // 100 free, 100 at $0.15 per 100, 100 at $0.20 per 100.
    expect(await billedOf(id)).toBe(0 + 15 + 20);
    expect(await world.deps.db.lateUsage.count({ where: { subscriptionId: id } })).toBe(0);
  });

  test('that was paid in advance and used up is not given back as unused time', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await world.advance('PT1H');
    await traffic(id, 50_000);
    await world.advance('PT3H');
    await settled();
    await cron();
    const input = { userId, subscriptionId: id, productId: 'payg', when: 'now' } as const;
    expect(await previewPlanChange(world.deps, input)).toMatchObject({ now: { dueNowMinor: 0 } });
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'changed' });
    await settled();
    expect(await rowOf(id)).toMatchObject({ productId: 'payg' });
    await endNow(id, userId);
    const again = await world.buy(userId, 'basic');
    const totals = [await billedOf(id), await billedOf(again)];
    const { customer } = await rowOf(id);
    const sdk = stripeSdk(world.emulators.stripeUrl);
    const found = await sdk.customers.retrieve(customer?.providerId ?? '');
    expect([totals, 'balance' in found ? found.balance : null]).toEqual([[1_495, 1_495], 0]);
  });

  test('that was half used gives back the unused time less what was used, once, on the next invoice', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    const { periodStart, periodEnd } = await rowOf(id);
    await world.advance('P6D');
    await traffic(id, 25_000);
    await world.advance('PT3H');
    await settled();
    await cron();
    const input = { userId, subscriptionId: id, productId: 'payg', when: 'now' } as const;
    const preview = await previewPlanChange(world.deps, input);
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'changed' });
    const at = (await world.deps.clock.now()).getTime();
    const [start, end] = [periodStart?.getTime() ?? 0, periodEnd?.getTime() ?? 0];
    const credit = Math.floor(1_495 * ((end - at) / (end - start) - 0.5));
    expect(preview).toMatchObject({ now: { dueNowMinor: -credit } });
    await settled();
    await cron();
    await endNow(id, userId);
    const lines = (await invoicesOf(id)).flatMap((invoice) => invoice.lines);
    const credits = lines.filter(({ amountMinor }) => amountMinor < 0);
    expect(credits.map(({ amountMinor }) => amountMinor)).toEqual([-credit]);
  });
});
