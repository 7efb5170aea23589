import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from '../subscriptions/cancel-now';
import { changePlan } from '../subscriptions/change-plan';
import { pushChangedTotals } from './push-usage';

// Months of emulated time: on a busy machine they take a while.
describe('a total is told in a second of its own', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic } = inWorld(() => world);
  const totalsOf = async (id: string) => {
    const invoices = await world.deps.payments.listInvoices((await rowOf(id)).providerId ?? '');
    return invoices.map((invoice) => invoice.totalMinor);
  };
  /** The emulators' clock stands still but for the control, so everything here falls into one second. */
  const now = () => world.deps.clock.now();

  test('though its period ends in the same second with a cancellation', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await traffic(id, 1_000);
    await world.advance('PT3H');
    await settled();
    await cancelNow(world.deps, { subscriptionId: id, actor: { kind: 'consumer', id: userId } });
    await world.advance('PT2H');
    await settled();
    const at = await now();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    const row = await rowOf(id);
    expect(row.endedAt?.getTime()).toBeGreaterThanOrEqual(Math.floor(at.getTime() / 1000) * 1000);
    expect(await totalsOf(id)).toContain(150);
  });

  test('and the change of plan of the same second bills it', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await traffic(id, 2_000);
    await world.advance('PT3H');
    await settled();
    expect(
      await changePlan(world.deps, { userId, subscriptionId: id, productId: 'pro', when: 'now' }),
    ).toEqual({ kind: 'changed' });
    expect(await totalsOf(id)).toContain(300);
  });

  test('and one that somebody else took fails alone: the others of its page are told', async () => {
    const ids: string[] = [];
    for (const calls of [100, 200]) {
      const id = await world.buy(await world.newUser(), 'payg');
      await traffic(id, calls);
      ids.push(id);
    }
    const [taken = '', other = ''] = ids;
    await world.advance('PT3H');
    await settled();
    const { periodStart } = await rowOf(taken);
    await runBillingCron(world.deps);
    await traffic(taken, 1);
    await traffic(other, 1);
    await world.advance('PT3H');
    await settled();
    // Between the reading of what was told last and the writing of the next, another instance takes the second.
    const { clock, db } = world.deps;
    let isTaken = false;
    const raced = {
      ...world.deps,
      clock: {
        async now() {
          const at = await clock.now();
          if (!isTaken) {
            isTaken = true;
            const timestamp = new Date(Math.floor(at.getTime() / 1000) * 1000);
            await db.usageReport.create({
              data: {
                identifier: `${taken}:${timestamp.getTime() / 1000}`,
                subscriptionId: taken,
                periodStart: periodStart ?? at,
                timestamp,
                total: 101n,
                state: 'delivered',
              },
            });
          }
          return at;
        },
      },
    };
    await db.usageWindow.updateMany({
      where: { subscriptionId: { in: ids }, calls: { gt: 0 } },
      data: { calls: { increment: 1 } },
    });
    const pushed = await pushChangedTotals(raced);
    expect(pushed.failures).toEqual([
      { subject: taken, error: expect.stringContaining('in the same second') },
    ]);
    const reported = await db.usageReport.findFirst({
      where: { subscriptionId: other, state: 'delivered' },
      orderBy: { timestamp: 'desc' },
    });
    expect(reported?.total).toBe(201n);
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  });
});
