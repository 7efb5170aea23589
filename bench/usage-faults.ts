import { type Child, ChildEnded } from './child';
import { count, load, printTable, verdict } from './machine';
import { randomFrom } from './random';
import { DAYS, FIRST, type RunReport } from './usage/scene';
import { startUsageWorld } from './usage/world';

const FAILING = 0.1;
const KILLS = 12;
const MOST_RUNS = 20;

/**
 * The same sync while a tenth of all calls fails, before or after their effect, and the application is killed at
 * random moments: what Stripe would bill in the end is compared with what the gateway answered, customer by customer.
 */
export async function benchUsageFaults(sizes: readonly number[], seed: number): Promise<void> {
  const rows: string[][] = [];
  for (const size of sizes) rows.push(await benchSize(size, seed));
  printTable(
    [
      'subscriptions',
      'killed',
      'calls of upstreams that failed',
      'runs to the end',
      'wrong bills',
      'calls answered',
      'calls billed',
      'load',
      'bar',
    ],
    rows,
  );
}

async function benchSize(size: number, seed: number): Promise<string[]> {
  const world = await startUsageWorld({ subscriptions: size, latencyMs: 5 });
  const random = randomFrom(seed);
  try {
    await world.upstreams.calls(DAYS, { from: 0, every: Math.ceil(size / FIRST) });
    const first = await world.startApplication();
    await sync(first, 0);
    await first.ask({ kind: 'sell-all' });
    await first.stop();
    await world.upstreams.calls(DAYS, { from: 0, every: 1 });
    await world.upstreams.fail(FAILING, seed);
    let minute = 1;
    let killed = 0;
    for (; killed < KILLS; killed += 1) {
      const application = await world.startApplication();
      const running = sync(application, minute).catch(ended);
      await Promise.race([running, wait(200 + random() * 4_000)]);
      await application.kill();
      await running;
      minute += 1;
    }
    const application = await world.startApplication();
    let runs = 0;
    for (let done = false; !done && runs < MOST_RUNS; runs += 1) {
      const report = await sync(application, minute).catch(ended);
      minute += 1;
      done = report?.isComplete === true && report.failures === 0;
    }
    await application.stop();
    const { failed } = await world.upstreams.counts();
    const { wrong, answeredCalls, billedCalls } = await world.upstreams.compare();
    return [
      count(size),
      `${killed}`,
      count(failed),
      `${runs}`,
      `${wrong}`,
      count(answeredCalls),
      count(billedCalls),
      load(),
      verdict(wrong === 0 && answeredCalls === billedCalls),
    ];
  } finally {
    await world.stop();
  }
}

/** A run some minutes after the first. */
function sync(application: Child, minute: number): Promise<RunReport> {
  const at = new Date(Date.parse('2026-11-23T10:05:00Z') + minute * 60_000).toISOString();
  return application.ask<RunReport>({ kind: 'sync', at });
}

function ended(error: unknown): null {
  if (error instanceof ChildEnded) return null;
  throw error;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
