import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { compareSubscription } from '../operator/subscriptions';
import { reconcile } from '../reconcile/reconcile';
import { runBillingCron } from '../schedule/run-billing-cron';
import { viewDues } from '../subscriptions/view-dues';
import { viewSubscription } from '../subscriptions/view-subscription';

describe('an invoice below the smallest amount that can be charged', { timeout: 240_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { settled, traffic, invoicesOf } = inWorld(() => world);
  const aMonthAndRuns = async () => {
    await world.advance('P31D');
    await settled();
    await runBillingCron(world.deps);
    await settled();
  };

  test('is carried to the next one, and account, reconciliation and operator pages show that without a finding', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await traffic(id, 100);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    await aMonthAndRuns();
    const [invoice] = (await invoicesOf(id)).filter(({ isRenewal }) => isRenewal);
    expect(invoice).toMatchObject({ state: 'paid', totalMinor: 15, carriedMinor: 15 });

    const account = await viewSubscription(world.deps, { userId, subscriptionId: id });
    expect(account).toMatchObject({
      kind: 'found',
      // The carried amount is not a cost of the current period.
      subscription: { costSoFar: { totalMinor: 0 }, notice: { kind: 'active' } },
      invoices: { rows: expect.arrayContaining([expect.objectContaining({ carriedMinor: 15 })]) },
    });
    expect(await viewDues(world.deps, userId)).toMatchObject({
      open: [],
      carried: [{ currency: 'usd', balanceMinor: 15 }],
    });
    expect(await reconcile(world.deps)).toMatchObject({
      findings: [],
      failures: [],
      compared: { carriedToNextInvoice: 1 },
    });
    const run = await world.deps.db.run.findFirstOrThrow({ where: { kind: 'reconcile' } });
    expect(run).toMatchObject({ outcome: 'done', counts: { carriedToNextInvoice: 1, open: 0 } });
    expect(await compareSubscription(world.deps, id)).toMatchObject({
      carried: { amountMinor: 15, currency: 'usd' },
      row: { problem: null },
    });

    await traffic(id, 10_000);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    await aMonthAndRuns();
    const [next] = (await invoicesOf(id)).filter(({ isRenewal }) => isRenewal);
    expect(next).toMatchObject({
      totalMinor: 1_500,
      balance: { beforeMinor: 15, afterMinor: 0 },
      carriedMinor: 0,
    });
    expect((await compareSubscription(world.deps, id))?.carried).toBeNull();
  });
});
