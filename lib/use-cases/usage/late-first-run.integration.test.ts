import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import type { Deps } from '../deps';
import { runBillingCron } from '../schedule/run-billing-cron';
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
  const reported = await world.deps.db.usageReport.findFirst({
    where: { subscriptionId: id },
    orderBy: { timestamp: 'desc' },
  });
  expect(reported).toMatchObject({ total: 700n, state: 'delivered' });
});

test('a settled day whose report is no longer kept is listed once and keeps its calls', async () => {
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
  const reported = [];
  for (let days = 1; days <= 6; days += 1) {
    await world.advance('P1D');
    const run = await syncUsage(forgetful);
    if (run.kind !== 'ran') throw new Error(run.kind);
    reported.push(run.failures.map(({ subject }) => subject));
  }
  const empty = [`day ${day}`];
  expect(reported).toEqual([empty, empty, empty, empty, [], []]);
  const windows = await world.deps.db.usageWindow.findMany({ where: { subscriptionId: id } });
  expect(windows.reduce((sum, { calls }) => sum + calls, 0n)).toBe(65n);
});

test('a failing day blocks neither the other days nor the totals, however short the time is', async () => {
  const id = await world.buy(await world.newUser(), 'payg');
  await world.emulators.control('traffic', { subscription: id, calls: 30 });
  await world.advance('PT1H');
  const { gateway, settings } = world.deps;
  const now = await world.deps.clock.now();
  const bad = new Date(now.getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
  const hasty: Deps = {
    ...world.deps,
    settings: { ...settings, runBudgetSeconds: 0 },
    gateway: {
      ...gateway,
      async *readUsage(input) {
        if (input.start.toISOString().startsWith(bad)) throw new Error('not this day');
        yield* gateway.readUsage(input);
      },
    },
  };
  const failed = [];
  for (let round = 0; round < 9; round += 1) {
    const run = await syncUsage(hasty);
    if (run.kind !== 'ran') throw new Error(run.kind);
    failed.push(...run.failures.map(({ subject }) => subject));
    await world.advance('PT1M');
    if (run.isComplete) break;
  }
  expect(failed).toEqual([`day ${bad}`]);
  const reported = await world.deps.db.usageReport.findFirst({
    where: { subscriptionId: id },
    orderBy: { timestamp: 'desc' },
  });
  expect(reported).toMatchObject({ total: 30n, state: 'delivered' });
  const readThrough = () =>
    world.deps.db.run.count({ where: { kind: 'usage', readThrough: { gte: now } } });
  expect(await readThrough()).toBe(0);
  await syncUsage(world.deps);
  expect(await readThrough()).toBe(1);
});
