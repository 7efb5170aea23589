import { cpus, totalmem } from 'node:os';
import { armApp } from '../emulators/azure/arm/arm-app';
import { defaultAzureSettings } from '../emulators/azure/azure-settings';
import { newService } from '../emulators/azure/service';
import { World } from '../emulators/core/world';

/**
 * A page of bySubscription over every subscription with a month of usage: how long the emulator takes, and how
 * much memory. Run with `npx tsx bench/emulator-reports.ts [subscriptions] [rounds]`.
 */
const SUBSCRIPTIONS = Number(process.argv[2] ?? 100_000);
const ROUNDS = Number(process.argv[3] ?? 15);
const DAYS = 30;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 9, 1);
const SERVICE = `/subscriptions/${defaultAzureSettings.azureSubscriptionId}/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim`;
const BAR_MS = 50;

const world = new World({ clockStartMs: START_MS, clockMode: 'frozen' });
const service = newService(world, defaultAzureSettings);
const app = armApp(service);

async function read(path: string): Promise<string> {
  const url = `http://127.0.0.1${SERVICE}${path}&api-version=2024-05-01`;
  const request = new Request(url, { headers: { Authorization: 'Bearer bench' } });
  return (await app.fetch(request)).text();
}

/** Straight into the tables: what is measured is the reading. */
async function fill(): Promise<void> {
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    service.state.subscriptions.put({
      id: `sub-${n}`,
      revision: n,
      ownerId: `user-${n}`,
      scope: { kind: 'product', id: 'p' },
      displayName: `Subscription ${n}`,
      state: 'active',
      stateComment: null,
      primaryKey: `primary-${n}`,
      secondaryKey: `secondary-${n}`,
      allowTracing: false,
      createdMs: START_MS,
      startMs: START_MS,
      endMs: null,
      expirationMs: null,
    });
  }
  for (let day = 0; day < DAYS; day += 1) {
    const fromMs = START_MS + day * DAY_MS;
    for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
      service.usage.add({
        subscriptionId: `sub-${n}`,
        productId: 'p',
        userId: `user-${n}`,
        apiId: 'a',
        operationId: 'o',
        class: 'success',
        calls: 1 + ((n * 31 + day * 7) % 5000),
        fromMs,
        toMs: fromMs + DAY_MS,
      });
    }
  }
  await world.advanceTo(START_MS + DAYS * DAY_MS + 3_600_000);
}

/** Every round asks for another time, so that nothing that was counted before answers it. */
async function measure(name: string, filterOf: (round: number) => string): Promise<void> {
  const times: number[] = [];
  const cpu: number[] = [];
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = `/reports/bySubscription?$filter=${encodeURIComponent(filterOf(round))}`;
    const before = performance.now();
    const cpuBefore = process.cpuUsage();
    const text = await read(path);
    times.push(performance.now() - before);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpu.push((user + system) / 1000);
    rows = (JSON.parse(text) as { value: unknown[] }).value.length;
  }
  const at = (list: number[], part: number) =>
    [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? 0;
  const median = at(times, 0.5);
  const verdict = median < BAR_MS ? 'met' : 'missed';
  console.log(
    `| ${name} | ${rows} | ${ROUNDS} | ${median.toFixed(1)} | ${at(times, 0.95).toFixed(1)} | ${at(cpu, 0.5).toFixed(1)} | ${verdict} |`,
  );
}

const between = (fromMs: number, toMs: number) =>
  `timestamp ge datetime'${new Date(fromMs).toISOString().slice(0, 19)}' and timestamp le datetime'${new Date(toMs).toISOString().slice(0, 19)}'`;

const startedMs = performance.now();
const residentMb = () => Math.round(process.memoryUsage().rss / 2 ** 20);
const emptyMb = residentMb();
await fill();
console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}; ${SUBSCRIPTIONS} subscriptions, ${DAYS} days of usage, filled in ${Math.round((performance.now() - startedMs) / 1000)} s; ${residentMb()} MB resident, ${residentMb() - emptyMb} MB more than empty`,
);
console.log('\n| page | rows | n | median ms | p95 ms | median CPU ms | bar of 50 ms |');
console.log('|---|---|---|---|---|---|---|');
await measure('a day, cold', (round) => {
  const from = START_MS + (round % DAYS) * DAY_MS;
  return between(from, from + DAY_MS - 1000 - Math.floor(round / DAYS) * 900_000);
});
await measure('part of a day, cold', (round) => {
  const from = START_MS + (round % DAYS) * DAY_MS;
  return between(from, from + DAY_MS / 2 + round * 900_000);
});
await measure('the month, cold', (round) => {
  return between(START_MS + round * 900_000, START_MS + DAYS * DAY_MS);
});
await measure('a second page', (round) => {
  const page = between(START_MS, START_MS + DAY_MS - 1000);
  return round === 0 ? page : `${page} `;
});
await world.stop();
