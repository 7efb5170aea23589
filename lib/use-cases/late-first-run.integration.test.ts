import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../testing/app-world';
import { runBillingCron } from './run-billing-cron';

let world: AppWorld;
beforeAll(async () => {
  world = await startAppWorld();
});
afterAll(() => world?.stop());

test('the very first run reads everything since the first subscription, however late it comes', async () => {
  const id = await world.buy(await world.newUser(), 'payg');
  for (const calls of [100, 200, 400]) {
    await world.emulators.control('traffic', { subscription: id, calls });
    await world.advance('P4D');
  }
  const report = await runBillingCron(world.deps);
  expect(report.failures).toEqual([]);
  const told = await world.deps.db.usageReport.findFirst({
    where: { subscriptionId: id },
    orderBy: { timestamp: 'desc' },
  });
  expect(told).toMatchObject({ total: 700n, state: 'delivered' });
});
