import type { Child } from './child';
import { count, load, printTable, verdict } from './machine';
import { DAYS, FIRST, type RunReport } from './usage/scene';
import { startUsageWorld, type UsageWorld } from './usage/world';

const LATENCY_MS = 50;
const BAR = { seconds: 150, at: 100_000, grownMb: 128 };

/** One daily sync with every total changed, one with nothing changed, and one with a tenth changed. */
export async function benchUsageSync(sizes: readonly number[]): Promise<void> {
  const rows: string[][] = [];
  for (const size of sizes) rows.push(...(await benchSize(size)));
  printTable(
    [
      'subscriptions',
      'run',
      'reads per 1,000 and day read',
      'writes per changed',
      'refused by a limit',
      'wrong bills',
      'seconds',
      'CPU s',
      'memory grown MB',
      'of it live MB',
      'load',
      'bars',
    ],
    rows,
  );
}

async function benchSize(size: number): Promise<string[][]> {
  const world = await startUsageWorld({ subscriptions: size, latencyMs: LATENCY_MS });
  try {
    const application = await world.startApplication();
    await world.upstreams.calls(DAYS, { from: 0, every: Math.ceil(size / FIRST) });
    await application.ask<RunReport>({ kind: 'sync', at: '2026-11-23T10:05:00Z' });
    await application.ask({ kind: 'sell-all' });
    await world.upstreams.calls(DAYS, { from: 0, every: 1 });
    const measure = (name: string, changed: number, at: string) =>
      measureRun(world, application, { name, size, changed, at });
    const rows = [await measure('all changed', size, '2026-11-23T10:10:00Z')];
    rows.push(await measure('none changed', 0, '2026-11-23T10:20:00Z'));
    await world.upstreams.calls(DAYS.slice(-1), { from: 0, every: 10 });
    rows.push(await measure('a tenth changed', Math.ceil(size / 10), '2026-11-23T10:35:00Z'));
    await application.stop();
    return rows;
  } finally {
    await world.stop();
  }
}

async function measureRun(
  world: UsageWorld,
  application: Child,
  run: { name: string; size: number; changed: number; at: string },
): Promise<string[]> {
  const before = await world.upstreams.counts();
  const report = await application.ask<RunReport>({ kind: 'sync', at: run.at });
  const after = await world.upstreams.counts();
  const { wrong } = await world.upstreams.compare();
  const pages = Math.ceil(run.size / 1000);
  const reads = (after.reads - before.reads) / pages / report.days;
  const writes = after.writes - before.writes;
  const isFastEnough = run.size > BAR.at || report.seconds <= BAR.seconds;
  const isMet =
    reads <= 1 &&
    writes <= run.changed &&
    wrong === 0 &&
    report.failures === 0 &&
    report.isComplete &&
    report.grownMb <= BAR.grownMb &&
    isFastEnough;
  return [
    count(run.size),
    `${run.name} (${world.database})`,
    reads.toFixed(2),
    run.changed === 0 ? `${writes} of none` : (writes / run.changed).toFixed(3),
    `${after.refused - before.refused}`,
    `${wrong}`,
    report.seconds.toFixed(1),
    report.cpuSeconds.toFixed(1),
    report.grownMb.toFixed(0),
    report.heapMb.toFixed(0),
    load(),
    verdict(isMet),
  ];
}
