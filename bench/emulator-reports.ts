import { cpus, totalmem } from 'node:os';
import { createEmulators } from '../emulators/index';
import { armUrl, ask, forEachOf, makeCalls, stockGateway } from './vendor-api';

/**
 * A page of bySubscription over every subscription with a month of usage: how long the emulator takes, and how
 * much memory. Run with `npx tsx bench/emulator-reports.ts [subscriptions] [rounds]`. Every day of every subscription is
 * filled through the control API, so 10,000 take some minutes.
 */
const SUBSCRIPTIONS = Number(process.argv[2] ?? 10_000);
const ROUNDS = Number(process.argv[3] ?? 15);
const DAYS = 30;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 9, 1);
const BAR_MS = 50;

const emulators = await createEmulators({
  only: 'azure',
  clock: { start: new Date(START_MS), mode: 'frozen' },
});
const { arm, control } = emulators.addresses;
const nameOf = (n: number) => `sub-${n}`;

async function fill(): Promise<void> {
  await stockGateway(arm, { product: 'p', subscriptions: SUBSCRIPTIONS, nameOf });
  await emulators.clock.advanceTo(new Date(START_MS + DAYS * DAY_MS + 3_600_000));
  for (let day = 0; day < DAYS; day += 1) {
    const from = START_MS + day * DAY_MS;
    await forEachOf(SUBSCRIPTIONS, (n) => {
      const calls = 1 + ((n * 31 + day * 7) % 5000);
      return makeCalls(control, { subscription: nameOf(n), calls, from, to: from + DAY_MS });
    });
  }
}

/** Every round asks for another time, so that no earlier count answers it. */
async function measure(name: string, filterOf: (round: number) => string): Promise<void> {
  const times: number[] = [];
  const cpu: number[] = [];
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = `/reports/bySubscription?$filter=${encodeURIComponent(filterOf(round))}`;
    const before = performance.now();
    const cpuBefore = process.cpuUsage();
    const answer = await ask(armUrl(arm, path));
    times.push(performance.now() - before);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpu.push((user + system) / 1000);
    rows = (answer as { value: unknown[] }).value.length;
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
await emulators.close();
