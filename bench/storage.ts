/**
 * What a subscription weighs in PostgreSQL, and how long the questions take that the scheduled work asks of all
 * of them: `npx tsx bench/storage.ts [subscriptions]`. Needs PostgreSQL on the machine; its server is thrown away.
 */
import { cpus } from 'node:os';
import pg from 'pg';
import { migrate } from '../lib/db/migrate';
import { postgresBinaries, startPostgres } from '../scripts/world/postgres';

const DAYS = 5;
const RUNS = 7;
const n = Number(process.argv[2] ?? 100_000);

const binaries = postgresBinaries();
if (binaries === null) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
const server = await startPostgres(binaries);
const database = new pg.Client({ connectionString: server.url });
try {
  await migrate({ kind: 'server', databaseUrl: server.url });
  await database.connect();
  await fill();
  await weigh();
  await ask();
} finally {
  await database.end();
  await server.stop();
}
process.exit(0);

async function fill(): Promise<void> {
  const started = performance.now();
  await database.query(
    `INSERT INTO "User" ("id", "name", "email", "updatedAt")
     SELECT md5(i::text), 'Ada', 'ada' || i || '@example.com', now() FROM generate_series(1, ${n}) i`,
  );
  await database.query(
    `INSERT INTO "BillingCustomer" ("id", "userId", "ordinal", "providerId")
     SELECT "id", "id", 1, 'cus_' || substr("id", 1, 14) FROM "User"`,
  );
  await database.query(
    `INSERT INTO "Subscription" ("id", "userId", "productId", "name", "customerId", "liveKey", "providerId",
       "status", "gatewayState", "periodStart", "periodEnd", "periodAnchor", "createdAt", "updatedAt")
     SELECT 'sub-' || "id", "id", 'standard', 'My key', "id", "id" || ':standard', 'sub_1' || substr("id", 1, 22),
       'active', 'active', '2026-11-01', '2026-12-01', '2026-11-01', now(), now() FROM "User"`,
  );
  await database.query(
    `INSERT INTO "UsageWindow" ("subscriptionId", "start", "end", "calls", "readAt")
     SELECT s."id", day, day + interval '1 day', 1234, now()
     FROM generate_series('2026-11-01'::timestamptz, '2026-11-0${DAYS}', '1 day') day, "Subscription" s`,
  );
  await database.query(
    `INSERT INTO "UsageReport" ("identifier", "subscriptionId", "periodStart", "timestamp", "total", "state")
     SELECT "id" || ':' || 1793000000, "id", '2026-11-01', '2026-11-05', 6170, 'delivered' FROM "Subscription"`,
  );
  await database.query(
    `INSERT INTO "StripeEvent" ("id", "type", "objectId", "createdAt", "receivedAt", "handledAt")
     SELECT 'evt_1' || substr("id", 1, 23), 'customer.subscription.updated', 'sub_1' || substr("id", 1, 22),
       now(), now(), now() FROM "User"`,
  );
  await database.query('VACUUM ANALYZE');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const cpu = cpus()[0]?.model ?? 'unknown processor';
  console.log(`${n} subscriptions, ${DAYS} days of windows, filled in ${seconds} s`);
  console.log(`PostgreSQL on ${cpus().length} x ${cpu}, nothing synced to disk; no randomness\n`);
}

async function weigh(): Promise<void> {
  console.log('| table | rows | bytes a row, with indexes |\n|---|---:|---:|');
  for (const table of [
    'User',
    'BillingCustomer',
    'Subscription',
    'UsageWindow',
    'UsageReport',
    'StripeEvent',
  ]) {
    const { rows } = await database.query<{ rows: string; bytes: string }>(
      `SELECT count(*) AS rows, pg_total_relation_size('"${table}"') AS bytes FROM "${table}"`,
    );
    const found = rows[0];
    if (!found) continue;
    console.log(
      `| ${table} | ${found.rows} | ${Math.round(Number(found.bytes) / Number(found.rows))} |`,
    );
  }
}

async function ask(): Promise<void> {
  console.log(`\n| question | median of ${RUNS} |\n|---|---:|`);
  const one = `SELECT "id" FROM "Subscription" ORDER BY "id" OFFSET ${Math.floor(n / 2)} LIMIT 1`;
  const { rows } = await database.query<{ id: string }>(one);
  const id = rows[0]?.id ?? '';
  const questions: [string, string][] = [
    [
      'windows of one subscription',
      `SELECT sum("calls") FROM "UsageWindow" WHERE "subscriptionId" = '${id}' AND "start" >= '2026-11-01'`,
    ],
    [
      'totals of all in one query',
      'SELECT "subscriptionId", sum("calls") FROM "UsageWindow" GROUP BY 1',
    ],
    [
      'events that are due (none are)',
      `SELECT "id" FROM "StripeEvent" WHERE "handledAt" IS NULL AND "givenUpAt" IS NULL
       AND "nextAttemptAt" <= now() ORDER BY "createdAt", "id" LIMIT 200`,
    ],
  ];
  for (const [name, sql] of questions) {
    await database.query(sql);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      await database.query(sql);
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    console.log(`| ${name} | ${(times[Math.floor(RUNS / 2)] ?? 0).toFixed(1)} ms |`);
  }
}
