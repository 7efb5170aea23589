import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { viewActivity } from '../audit/view-activity';
import type { Deps } from '../deps';
import { compareSubscription } from '../operator/subscriptions';
import { runBillingCron } from '../schedule/run-billing-cron';
import { changePlan } from '../subscriptions/change-plan';
import { recordMoneyEvents } from './internal/record-money-events';

/** What the owner reads about their money, from the provider's events. */
describe('money in the activity', { timeout: 240_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic } = inWorld(() => world);
  const control = (path: string, body: object) => world.emulators.control(path, body);

  async function bought(productId: string): Promise<{ userId: string; id: string }> {
    const userId = await world.newUser();
    const id = await world.buy(userId, productId);
    await settled();
    return { userId, id };
  }
  async function chargeOf(id: string): Promise<string> {
    const customer = (await rowOf(id)).customer?.providerId ?? '';
    const answer = await fetch(`${world.emulators.stripeUrl}/v1/charges?customer=${customer}`, {
      headers: { authorization: 'Bearer sk_test_of_a_test' },
    });
    const { data } = (await answer.json()) as { data: { id: string }[] };
    return data[0]?.id ?? '';
  }
  /** Oldest first: `[action, minor units]`, with null for entries without an amount. */
  async function activityOf(userId: string): Promise<[string, number | null][]> {
    const { rows } = await viewActivity(world.deps, { userId, before: null });
    return rows
      .map((row) => [row.action, row.money?.amountMinor ?? null] as [string, number | null])
      .toReversed();
  }
  const moneyOf = async (userId: string) =>
    (await activityOf(userId)).filter(([, amount]) => amount !== null);

  test('a purchase is read in its order: checkout, payment with its amount, access', async () => {
    const { userId } = await bought('basic');
    const rows = await activityOf(userId);
    const order = rows.filter(([action]) =>
      ['subscription.checkout-opened', 'invoice.paid', 'subscription.activated'].includes(action),
    );
    expect(order).toEqual([
      ['subscription.checkout-opened', null],
      ['invoice.paid', 1495],
      ['subscription.activated', null],
    ]);
    const { rows: seen } = await viewActivity(world.deps, { userId, before: null });
    expect(seen.find(({ action }) => action === 'invoice.paid')).toMatchObject({
      who: 'stripe',
      money: { amountMinor: 1495, paidMinor: 1495, currency: 'usd' },
    });
  });

  test('a dispute, its end and a refund are read with their amounts', async () => {
    const { userId, id } = await bought('basic');
    const charge = await chargeOf(id);
    const dispute = (await control('disputes', { charge })) as { id: string };
    await settled();
    await control(`disputes/${dispute.id}`, { outcome: 'won' });
    await settled();
    await control('refunds', { charge, amount: 500 });
    await settled();
    expect(await moneyOf(userId)).toEqual([
      ['invoice.paid', 1495],
      ['payment.dispute', 1495],
      ['payment.dispute', 1495],
      ['payment.refund', 500],
    ]);
    const { rows } = await viewActivity(world.deps, { userId, before: null });
    const states = rows.flatMap(({ action, money }) =>
      action === 'payment.dispute' ? [money?.state] : [],
    );
    expect(states).toEqual(['won', 'needs_response']);
    const operator = await compareSubscription(world.deps, id);
    expect(JSON.stringify(operator)).toContain('payment.refund');
  });

  test('a failed renewal is read with what was not paid, and what paid it later', async () => {
    const { userId, id } = await bought('basic');
    const { customer, periodEnd } = await rowOf(id);
    await control('cards', { customer: customer?.providerId, decline: true });
    await control('clock', { to: periodEnd?.toISOString() });
    await world.advance('PT3H');
    await settled();
    await runBillingCron(world.deps);
    await world.advance('PT2H');
    await settled();
    expect(await moneyOf(userId)).toEqual([
      ['invoice.paid', 1495],
      ['invoice.payment-failed', 1495],
    ]);
  });

  test('a change of plan shows the credit for the plan before', async () => {
    const { userId, id } = await bought('basic');
    await traffic(id, 10);
    await world.advance('P3D');
    await settled();
    await runBillingCron(world.deps);
    await changePlan(world.deps, { userId, subscriptionId: id, productId: 'pro', when: 'now' });
    await settled();
    const credits = (await moneyOf(userId)).filter(([action]) => action === 'invoice.credited');
    expect(credits).toHaveLength(1);
    expect(credits[0]?.[1]).toBeGreaterThan(0);
    expect(credits[0]?.[1]).toBeLessThan(1495);
  });

  test('an event that is processed twice is one entry', async () => {
    const { userId, id } = await bought('basic');
    const stored = await world.deps.db.stripeEvent.findFirstOrThrow({
      where: { type: 'invoice.paid', subscriptionId: (await rowOf(id)).providerId },
    });
    await recordMoneyEvents(world.deps, id, [stored]);
    expect(await moneyOf(userId)).toEqual([['invoice.paid', 1495]]);
  });

  test('what happened within one second is read in the order in which it was written', async () => {
    const userId = await world.newUser();
    const { db } = world.deps as Deps;
    const second = '2026-03-01T10:00:05';
    const entries = [
      { id: '1', at: `${second}.300Z`, action: 'subscription.checkout-opened' },
      { id: '2', at: `${second}.000Z`, action: 'invoice.paid' },
      { id: '3', at: `${second}.900Z`, action: 'subscription.activated' },
    ];
    for (const { id, at, action } of entries) {
      await db.auditEntry.create({
        data: { id, at: new Date(at), actor: userId, action, targetType: 'user', targetId: userId },
      });
    }
    const read = (await activityOf(userId)).map(([action]) => action);
    expect(read.filter((action) => action.match(/^(sub|inv)/))).toEqual(
      entries.map(({ action }) => action),
    );
  });
});
