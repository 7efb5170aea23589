import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { createSession, findSession } from '../../db/sessions';
import type { SignalName } from '../../domain/attention/attention';
import { viewActivity } from '../audit/view-activity';
import { endSessionsByOperator } from '../identity/manage-sessions';
import { reconcile } from '../reconcile/reconcile';
import { listRuns, readRun } from '../runs/runs';
import { runBillingCron } from '../schedule/run-billing-cron';
import { listEvents, replayGivenUp } from './events';
import { viewOperatorOverview } from './overview';
import {
  compareSubscription,
  dismissProblem,
  listSubscriptionsForOperator,
  syncByOperator,
} from './subscriptions';
import { listDeferredInvoices } from './usage';

describe('what an operator sees and does', { timeout: 180_000 }, () => {
  let world: AppWorld;
  let id: string;
  const actor = 'the-operator';
  beforeAll(async () => {
    world = await startAppWorld();
    id = await world.buy(await world.newUser(), 'payg');
  }, 240_000);
  afterAll(() => world?.stop());

  const { settled } = inWorld(() => world);

  const catalog = { kind: 'read', changes: 0 } as const;
  const signal = async (name: SignalName) => {
    const { attention } = await viewOperatorOverview(world.deps, { catalog });
    return attention.items.find((item) => item.name === name);
  };

  test('a list goes page by page through every row, each once, in both orders', async () => {
    const { db, clock } = world.deps;
    const now = await clock.now();
    await db.stripeEvent.createMany({
      data: Array.from({ length: 120 }, (_, at) => ({
        id: `evt_page_${String(at).padStart(3, '0')}`,
        type: 'customer.subscription.updated',
        objectId: 'sub_nothing',
        // Three at each instant: the id decides their order.
        createdAt: new Date(now.getTime() - Math.floor(at / 3) * 1000),
        receivedAt: now,
        givenUpAt: now,
        lastError: 'no answer',
      })),
    });
    for (const order of ['asc', 'desc'] as const) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listEvents>> = await listEvents(world.deps, {
          filter: 'given-up',
          order,
          after,
        });
        expect(page.rows.length).toBeLessThanOrEqual(50);
        seen.push(...page.rows.map((row) => row.id));
        after = page.next;
      } while (after !== null);
      expect(new Set(seen).size).toBe(120);
      expect(seen).toHaveLength(120);
    }
    expect(await signal('events-given-up')).toMatchObject({ level: 'bad', count: 120 });
    // A hundred at a time: the page asks again for the rest.
    expect(await replayGivenUp(world.deps, { actor })).toEqual({ handled: 100, failed: 0 });
    expect(await replayGivenUp(world.deps, { actor })).toEqual({ handled: 20, failed: 0 });
    const written = await db.auditEntry.count({ where: { actor, action: 'event.replayed' } });
    expect(written).toBe(120);
  });

  test('a manual change at the gateway is shown and synced, under the operator’s name', async () => {
    await settled();
    await world.deps.gateway.setSubscriptionState(id, 'suspended');
    expect(await compareSubscription(world.deps, id)).toMatchObject({
      row: { gatewayState: 'active' },
      provider: { kind: 'read', facts: { status: 'active', productId: 'payg' } },
      gateway: { kind: 'read', facts: { status: 'suspended', productId: 'payg' } },
    });
    const deps = { ...world.deps, requestAddress: async () => '192.0.2.7' };
    expect(await syncByOperator(deps, { subscriptionId: id, actor })).toEqual({
      kind: 'synced',
      status: 'active',
      gateway: 'active',
      changed: true,
    });
    expect(await world.call(id)).toBe(200);
    const compared = await compareSubscription(world.deps, id);
    expect(compared?.history).toContainEqual(
      expect.objectContaining({
        actor,
        action: 'subscription.synced-by-operator',
        address: '192.0.2.7',
      }),
    );
    expect(await syncByOperator(deps, { subscriptionId: 'sub-none', actor })).toEqual({
      kind: 'not-found',
    });
  });

  test('a vendor that does not answer is not shown as one that has nothing', async () => {
    const deps = {
      ...world.deps,
      gateway: {
        ...world.deps.gateway,
        readSubscription: () => Promise.reject(new Error('no route to host')),
      },
    };
    expect(await compareSubscription(deps, id)).toMatchObject({
      provider: { kind: 'read' },
      gateway: { kind: 'unread', why: 'no route to host' },
    });
  });

  test('a problem is found by the customer’s address and leaves the list once dismissed', async () => {
    const { db } = world.deps;
    const { user } = await db.subscription.update({
      where: { id },
      data: {
        problem: 'duplicate-refunded',
        problemAt: await world.deps.clock.now(),
        problemDetails: { refundedMinor: 1495, currency: 'usd' },
      },
      include: { user: true },
    });
    const list = (search: string) =>
      listSubscriptionsForOperator(world.deps, {
        filter: 'problem',
        order: 'desc',
        search,
        after: null,
      });
    expect((await list(user.email.toUpperCase())).rows).toMatchObject([
      { id, problem: { kind: 'duplicate-refunded', refundedMinor: 1495 } },
    ]);
    expect((await list('nobody@example.org')).rows).toEqual([]);
    expect(await dismissProblem(world.deps, { subscriptionId: id, actor })).toEqual({
      kind: 'done',
    });
    expect((await list('')).rows).toEqual([]);
  });

  test('only the owner is signed out, everywhere, and sees that an operator did it', async () => {
    const { db } = world.deps;
    const { userId } = await db.subscription.findUniqueOrThrow({ where: { id } });
    const outsider = await world.newUser();
    const expires = new Date(Date.now() + 3_600_000);
    const open = (of: string) => createSession(db, { userId: of, expires, userAgent: 'a browser' });
    const own = [await open(userId), await open(userId)];
    const others = await open(outsider);
    const asked = { subscriptionId: id, actor };
    expect(await endSessionsByOperator(world.deps, asked)).toEqual({ kind: 'ended', sessions: 2 });
    for (const session of own) expect(await findSession(db, session.id)).toBeNull();
    expect(await findSession(db, others.id)).not.toBeNull();
    const trail = await viewActivity(world.deps, { userId, before: null });
    expect(trail.rows).toContainEqual(
      expect.objectContaining({
        who: 'operator',
        action: 'account.sessions-ended-by-operator',
        address: null,
      }),
    );
    expect(
      await endSessionsByOperator(world.deps, { ...asked, subscriptionId: 'sub-none' }),
    ).toEqual({ kind: 'not-found' });
  });

  test('a deferred invoice shows until when, and a run shows its findings as amounts', async () => {
    const { periodEnd } = await world.deps.db.subscription.findUniqueOrThrow({ where: { id } });
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    await world.advance('PT5M');
    await settled();
    const deferred = await listDeferredInvoices(world.deps, { after: null });
    expect(deferred.rows).toMatchObject([
      { subscriptionId: id, productId: 'payg', end: periodEnd },
    ]);
    const hours =
      ((deferred.rows[0]?.releasedAt.getTime() ?? 0) - (periodEnd?.getTime() ?? 0)) / 3.6e6;
    expect(hours).toBe(world.deps.settings.deferHours);
    expect(await signal('deferred-invoices')).toMatchObject({ level: 'fine', count: 1 });
    await world.advance('PT3H');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    expect((await listDeferredInvoices(world.deps, { after: null })).rows).toEqual([]);

    await world.deps.gateway.setSubscriptionState(id, 'suspended');
    const result = await reconcile(world.deps);
    const run = await readRun(world.deps, result.kind === 'ran' ? result.runId : '');
    expect(run?.notes).toContainEqual(
      expect.objectContaining({ kind: 'finding', name: 'gateway-state-differs', isRepaired: true }),
    );
    const listed = await listRuns(world.deps, { kind: 'reconcile', order: 'desc', after: null });
    expect(listed.rows[0]).toMatchObject({ id: run?.id, outcome: 'done', failures: 0 });
  });
});
