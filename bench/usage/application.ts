/**
 * The application's side of the usage benchmark, as a program of its own: the use case with the real adapters and
 * database. Runs a sync for each message that it gets and answers with what it cost.
 */
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { openDatabase } from '../../lib/db/client';
import { parseEnv } from '../../lib/server/env/env';
import { collectEarlier } from '../../lib/server/schedule/collect-earlier';
import { wire } from '../../lib/server/wiring/wire';
import type { Deps } from '../../lib/use-cases/deps';
import { syncUsage } from '../../lib/use-cases/usage/sync-usage';
import { quietEdges, settingsOf } from '../../testing/app-wiring';
import { sellAll } from './fill-database';
import { type ApplicationOrder, NOW, type RunReport, SECRET_KEY } from './scene';

const [databaseUrl = '', dataDir = '', stripePort = '', armPort = ''] = process.argv.slice(2);
// As the server does when it starts.
collectEarlier();
const database = await openDatabase({ databaseUrl: databaseUrl || null, dataDir });
const deps = surroundings();
let now = NOW;
process.on('message', (order: ApplicationOrder) => {
  obey(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });

async function obey(order: ApplicationOrder): Promise<object> {
  if (order.kind === 'sync') return run(order.at);
  await sellAll(database.client);
  return {};
}

async function run(at: string): Promise<RunReport> {
  now = at;
  // A process that was killed holds its lease for twenty seconds more, which nobody here needs to watch.
  await database.client.lease.deleteMany();
  const memory = watchMemory();
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const outcome = await syncUsage(deps);
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (outcome.kind === 'busy') throw new Error('The usage sync is run by somebody else.');
  for (const { subject, error } of outcome.failures.slice(0, 3)) console.error(subject, error);
  return {
    seconds,
    cpuSeconds: (user + system) / 1_000_000,
    isComplete: outcome.isComplete,
    days: outcome.days,
    pushed: outcome.pushed,
    windows: outcome.windows,
    failures: outcome.failures.length,
    ...memory(),
  };
}

/** Memory while it runs: resident every tenth of a second, live JavaScript memory after each collection. */
function watchMemory(): () => { grownMb: number; heapMb: number } {
  const before = process.memoryUsage();
  let resident = before.rss;
  let live = 0;
  const timer = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 100);
  const observer = new PerformanceObserver((list) => {
    const isWhole = list.getEntries().some(isMajor);
    if (!isWhole) return;
    live = Math.max(live, process.memoryUsage().heapUsed);
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    clearInterval(timer);
    observer.disconnect();
    return {
      grownMb: (resident - before.rss) / 2 ** 20,
      heapMb: Math.max(0, live - before.heapUsed) / 2 ** 20,
    };
  };
}

/** A collection of all memory, not only of what is young. */
function isMajor(entry: PerformanceEntry): boolean {
  return Object(Object(entry).detail).kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

/** The server's wiring with this benchmark's vendors; what needs none of the others is left as it is. */
function surroundings(): Deps {
  const vendors = {
    stripeUrl: `http://127.0.0.1:${stripePort}`,
    armUrl: `http://127.0.0.1:${armPort}`,
    gatewayUrl: `http://127.0.0.1:${armPort}`,
    portalUrl: `http://127.0.0.1:${armPort}`,
  };
  const settings = { ...settingsOf(vendors, 'http://127.0.0.1:9'), STRIPE_SECRET_KEY: SECRET_KEY };
  const edges = quietEdges(database.client);
  return wire(
    // A run is measured whole, however long it takes.
    parseEnv({ ...settings, RUN_BUDGET_SECONDS: '3600' }),
    { ...edges, log: { ...edges.log, warn: console.warn } },
    { deps: { clock: { now: async () => new Date(now) } } },
  );
}
