import pg from 'pg';
import { openDatabase } from '../lib/db/client';
import { count, load, percentile, printTable, verdict } from './machine';
import { randomFrom } from './random';
import { type Server, startServer } from './server';
import { sellAll } from './usage/fill-database';
import type { StripeNames } from './usage/scene';
import { startUsageWorld } from './usage/world';
import { type Delivery, makeDeliveries } from './webhooks/deliveries';
import { sendAll } from './webhooks/send';

const PER_SECOND = 500;
const BAR = { p99Ms: 50, burstSeconds: 60 };
const COLD_SECONDS = 10;
const SUBSCRIPTIONS = 5_000;

interface Place {
  databaseUrl: string;
  names: StripeNames;
}

/** Deliveries at a steady rate with repeats and disorder, and a burst, on the production server and PostgreSQL. */
export async function benchWebhooks(options: { seconds: number; seed: number }): Promise<void> {
  const world = await startUsageWorld({ subscriptions: SUBSCRIPTIONS, latencyMs: 50 });
  try {
    const { databaseUrl } = world;
    if (databaseUrl === null) throw new Error('PostgreSQL is needed: apt-get install postgresql');
    const place: Place = { databaseUrl, names: world.names };
    await sellEverything(databaseUrl);
    const server = await startServer({ ...world });
    try {
      // A server that was just started compiles while it answers: shown by itself, and not held to the bar.
      const cold = { ...options, seconds: COLD_SECONDS, isCold: true };
      const rows = [await steady(server, place, cold)];
      rows.push(await steady(server, place, { ...options, isCold: false }));
      for (const perSubscription of [5, 1]) {
        rows.push(await burst(server, place, { perSubscription, ...options }));
      }
      printTable(
        [
          'load',
          'deliveries',
          'different events',
          'lost',
          'done twice',
          'answers not 200',
          'p50 ms',
          'p99 ms',
          'max ms',
          'processed after s',
          'machine load',
          'bar',
        ],
        rows,
      );
    } finally {
      await server.stop();
    }
  } finally {
    await world.stop();
  }
}

async function sellEverything(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ databaseUrl, dataDir: null });
  await sellAll(database.client);
  await database.close();
}

async function steady(
  server: Server,
  { names, databaseUrl }: Place,
  { seconds, seed, isCold }: { seconds: number; seed: number; isCold: boolean },
): Promise<string[]> {
  const events = Math.round(PER_SECOND * seconds * 0.8);
  const deliveries = makeDeliveries({
    events,
    eventsPerSubscription: 5,
    repeats: 0.2,
    random: randomFrom(seed),
    names,
  });
  const measured = await measure(server, databaseUrl, { deliveries, perSecond: PER_SECOND });
  const isMet = measured.isExact && measured.p99Ms <= BAR.p99Ms;
  const name = `${PER_SECOND}/s for ${seconds} s${isCold ? ', just started' : ''}`;
  return [name, ...measured.cells, isCold ? '' : verdict(isMet)];
}

async function burst(
  server: Server,
  { names, databaseUrl }: Place,
  { perSubscription, seed }: { perSubscription: number; seed: number },
): Promise<string[]> {
  const deliveries = makeDeliveries({
    events: 5_000,
    eventsPerSubscription: perSubscription,
    repeats: 0,
    random: randomFrom(seed),
    names,
  });
  const measured = await measure(server, databaseUrl, { deliveries, perSecond: null });
  const isMet = measured.isExact && measured.processedSeconds <= BAR.burstSeconds;
  const name = `burst of ${count(deliveries.length)}, ${perSubscription} for each subscription`;
  return [name, ...measured.cells, verdict(isMet)];
}

interface Measured {
  isExact: boolean;
  p99Ms: number;
  processedSeconds: number;
  cells: string[];
}

async function measure(
  server: Server,
  databaseUrl: string,
  run: { deliveries: readonly Delivery[]; perSecond: number | null },
): Promise<Measured> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await database.query('DELETE FROM "StripeEvent"');
    const startedMs = performance.now();
    const url = `${server.url}/api/webhooks/stripe`;
    const { times, statuses } = await sendAll(url, run.deliveries, run.perSecond);
    const lastMs = performance.now();
    await processed(database);
    const fromMs = run.perSecond === null ? startedMs : lastMs;
    const processedSeconds = (performance.now() - fromMs) / 1000;
    const different = new Set(run.deliveries.map(({ eventId }) => eventId)).size;
    const { stored, twice } = await storedEvents(database);
    const refused = run.deliveries.length - (statuses.get(200) ?? 0);
    const p99Ms = percentile(times, 0.99);
    return {
      isExact: stored === different && twice === 0 && refused === 0,
      p99Ms,
      processedSeconds,
      cells: [
        count(run.deliveries.length),
        count(different),
        `${different - stored}`,
        `${twice}`,
        `${refused}`,
        percentile(times, 0.5).toFixed(1),
        p99Ms.toFixed(1),
        percentile(times, 1).toFixed(1),
        processedSeconds.toFixed(1),
        load(),
      ],
    };
  } finally {
    await database.end();
  }
}

async function processed(database: pg.Client): Promise<void> {
  const deadlineMs = performance.now() + 600_000;
  for (;;) {
    const { rows } = await database.query<{ waiting: string }>(
      'SELECT count(*) AS waiting FROM "StripeEvent" WHERE "handledAt" IS NULL',
    );
    if (rows[0]?.waiting === '0') return;
    if (performance.now() > deadlineMs) throw new Error(`${rows[0]?.waiting} events still wait.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function storedEvents(database: pg.Client): Promise<{ stored: number; twice: number }> {
  const { rows } = await database.query<{ stored: string; twice: string }>(
    'SELECT count(*) AS stored, count(*) FILTER (WHERE "attempts" > 1) AS twice FROM "StripeEvent"',
  );
  return { stored: Number(rows[0]?.stored), twice: Number(rows[0]?.twice) };
}
