import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../testing/app-world';
import type { Deps } from './deps';
import { runBillingCron } from './run-billing-cron';
import { syncUsage } from './sync-usage';

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

test('a settled day whose report is not kept any more is told once, and keeps its calls', async () => {
  const id = await world.buy(await world.newUser(), 'payg');
  await world.emulators.control('traffic', { subscription: id, calls: 65 });
  await world.advance('PT1H');
  expect(await syncUsage(world.deps)).toMatchObject({ failures: [] });
  const day = (await world.deps.clock.now()).toISOString().slice(0, 10);
  const { gateway } = world.deps;
  const forgetful: Deps = {
    ...world.deps,
    gateway: {
      ...gateway,
      async *readUsage(input) {
        if (input.start.toISOString().slice(0, 10) !== day) yield* gateway.readUsage(input);
      },
    },
  };
  const told = [];
  for (let days = 1; days <= 6; days += 1) {
    await world.advance('P1D');
    const run = await syncUsage(forgetful);
    if (run.kind !== 'ran') throw new Error(run.kind);
    told.push(run.failures.map(({ subject }) => subject));
  }
  const empty = [`day ${day}`];
  expect(told).toEqual([empty, empty, empty, empty, [], []]);
  const windows = await world.deps.db.usageWindow.findMany({ where: { subscriptionId: id } });
  expect(windows.reduce((sum, { calls }) => sum + calls, 0n)).toBe(65n);
});
