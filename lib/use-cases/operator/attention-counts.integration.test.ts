import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { reconcile } from '../reconcile/reconcile';
import { runBillingCron } from '../schedule/run-billing-cron';
import { viewOperatorOverview } from './overview';

describe('the overview', { timeout: 180_000 }, () => {
  let world: AppWorld;
  let id: string;
  const catalog = { kind: 'read', changes: 0 } as const;
  beforeAll(async () => {
    world = await startAppWorld();
    id = await world.buy(await world.newUser(), 'payg');
  }, 240_000);
  afterAll(() => world?.stop());

  const { settled } = inWorld(() => world);

  test('is clear after a sale and its runs', async () => {
    await settled();
    await runBillingCron(world.deps);
    await reconcile(world.deps);
    const { attention } = await viewOperatorOverview(world.deps, { catalog });
    expect(attention).toMatchObject({ headline: 'clear', open: 0 });
  });

  test('every count of the overview is read from its rows', async () => {
    const { db, clock } = world.deps;
    const now = await clock.now();
    const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    const open = async () =>
      (await viewOperatorOverview(world.deps, { catalog })).attention.items
        .filter(({ level }) => level === 'warn' || level === 'bad')
        .map(({ name, count }) => `${name} ${count}`);
    expect(await open()).toEqual([]);
    await db.run.deleteMany({ where: { kind: { in: ['usage', 'billing'] } } });
    await db.run.createMany({
      data: [
        { kind: 'usage', startedAt: ago(80), outcome: 'done', readThrough: ago(80) },
        { kind: 'usage', startedAt: ago(79), outcome: 'running' },
        {
          kind: 'billing',
          startedAt: ago(40),
          finishedAt: ago(40),
          outcome: 'partial',
          failures: [{ subject: id, error: 'no answer' }],
        },
        { kind: 'meter-errors', startedAt: ago(5), outcome: 'failed' },
      ],
    });
    const { planVersionId: swappedToId } = await db.subscription.findUniqueOrThrow({
      where: { id },
    });
    await db.billingPeriod.create({
      data: { subscriptionId: id, start: ago(999), end: ago(60), state: 'closing', swappedToId },
    });
    const day = new Date(now.toISOString().slice(0, 10));
    await db.refusedLink.create({ data: { day, reason: 'signature', count: 11 } });
    const letter = { to: 'a@example.com', kind: 'welcome', subject: '', text: '', html: '' };
    await db.mailMessage.createMany({
      data: [
        { ...letter, givenUpAt: new Date() },
        { ...letter, createdAt: new Date(Date.now() - 7_200_000) },
      ],
    });
    const event = { type: 'invoice.paid', objectId: 'in_1', subscriptionId: id };
    await db.stripeEvent.createMany({
      data: [
        { ...event, id: 'evt_up', createdAt: ago(30), receivedAt: ago(30), givenUpAt: now },
        { ...event, id: 'evt_old', createdAt: ago(3), receivedAt: ago(3), lastError: 'no answer' },
        { ...event, id: 'evt_ahead', createdAt: ago(1), receivedAt: ago(2), handledAt: now },
      ],
    });
    const state = { gatewayState: 'suspended', status: 'past_due', syncDueAt: ago(1) };
    const problem = { problem: 'gateway-out-of-step', problemAt: now };
    const { userId } = await db.subscription.update({
      where: { id },
      data: { ...state, ...problem },
    });
    await db.user.update({ where: { id: userId }, data: { gatewayBlocked: true } });
    const ended = {
      userId,
      productId: 'payg',
      name: 'Ended',
      status: 'canceled',
      createdAt: now,
      endedAt: now,
    };
    await db.subscription.createMany({
      data: ['gateway-missing', 'customer-deleted'].map((kind) => ({
        ...ended,
        id: `sub-${kind}`,
        problem: kind,
        problemAt: now,
      })),
    });
    const unread = { ...ended, id: 'sub-unread', providerId: 'sub_unread', status: 'active' };
    await db.subscription.create({ data: { ...unread, endedAt: null } });
    const money = { userId, amountMinor: 1495, currency: 'usd', createdAt: now, readAt: now };
    const dispute = { ...money, kind: 'dispute', state: 'needs_response', isOpen: true };
    await db.paymentSignal.createMany({
      data: [
        { ...dispute, id: 'du_new' },
        // Still to be answered, even if somebody has seen it.
        { ...dispute, id: 'du_seen', seenAt: now },
        { ...dispute, id: 'du_waiting', state: 'under_review', seenAt: now },
        { ...money, id: 're_new', kind: 'refund', state: 'succeeded', isOpen: false },
      ],
    });
    const foreign = { kind: 'foreign-subscription', expected: 'none', found: 'active' };
    const unpriced = { amountMinor: null, currency: null, isRepaired: false };
    await db.run.create({
      data: {
        kind: 'reconcile',
        startedAt: ago(-1),
        finishedAt: ago(-1),
        outcome: 'done',
        failures: [
          { ...foreign, ...unpriced, subject: 'sub-theirs' },
          { ...foreign, ...unpriced, subject: 'sub-closed' },
          { ...foreign, ...unpriced, kind: 'invoice-differs', subject: id },
        ],
      },
    });
    await db.auditEntry.create({
      data: {
        actor: 'op',
        action: 'foreign.suspended',
        targetType: 'subscription',
        targetId: 'sub-closed',
        at: ago(-2),
      },
    });
    expect(await open()).toEqual([
      'usage-age 1',
      'runs-stopped 1',
      'events-given-up 1',
      'disputes 2',
      'lost-subscriptions 1',
      'foreign-subscriptions 1',
      'unbillable 1',
      'problems 1',
      'payment-signals 1',
      'swapped-periods 1',
      'deferred-invoices 1',
      'blocked-users 1',
      'differences 1',
      'run-failures 1',
      'unfinished-runs 1',
      'suspended 1',
      'events-failed 1',
      'events-waiting 1',
      'meter-errors 1',
      'interrupted-syncs 1',
      'mail-failed 1',
      'mail-waiting 1',
      'unread-prices 1',
      'clock 3600',
      'refused-links 11',
    ]);
  });
});
