import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from '../subscriptions/cancel-now';
import { changePlan } from '../subscriptions/change-plan';
import { pushChangedTotals } from './push-usage';

// Months of emulated time: on a busy machine they take a while.
describe('a total is reported in a second of its own', { timeout: 180_000 }, () => {
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
  /** The emulators' clock advances only when the control API moves it, so everything here falls into one second. */
  const now = () => world.deps.clock.now();

  test('even if a cancellation ends its period in the same second', async () => {
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

  test('and when that second is taken, only this total fails and the rest of its page is reported', async () => {
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
    // Another instance takes the second between the reading of the last report and the writing of the next.
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
