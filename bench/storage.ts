/**
 * What a subscription weighs in PostgreSQL, how long the questions take that the scheduled work asks of all of them,
 * and what becomes of that when windows are partitioned by month: `npx tsx bench/storage.ts [subscriptions]`. Needs
 * PostgreSQL on the machine; its server is thrown away.
 */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { openDatabase } from '../lib/db/client';
import { migrate } from '../lib/db/migrate';
import { writeWindows } from '../lib/db/usage';
import { listPeriodsToReport } from '../lib/db/usage-reports';
import { postgresBinaries, startPostgres } from '../scripts/world/postgres';
import { load, machine } from './machine';

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
  await ask('as it is');
  await partition();
  await ask('windows partitioned by month');
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
    `INSERT INTO "PlanVersion" ("id", "provider", "account", "currency", "priceKey", "productId", "kind", "isFromCatalog",
       "minimumMinor", "words", "createdAt")
     VALUES ('version', 'stripe', 'test', 'usd', 'price_1', 'standard', 'metered', true, 8995, 'Standard', now())`,
  );
  await database.query(
    `INSERT INTO "Subscription" ("id", "userId", "productId", "name", "customerId", "liveKey", "providerId",
       "status", "gatewayState", "periodStart", "periodEnd", "periodAnchor", "createdAt", "updatedAt", "planVersionId")
     SELECT 'sub-' || "id", "id", 'standard', 'My key', "id", "id" || ':standard', 'sub_1' || substr("id", 1, 22),
       'active', 'active', '2026-11-01', '2026-12-01', '2026-11-01', now(), now(), 'version' FROM "User"`,
  );
  await database.query(
    `INSERT INTO "BillingPeriod" ("subscriptionId", "start", "end", "planVersionId")
     SELECT "id", "periodStart", "periodEnd", "planVersionId" FROM "Subscription"`,
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
  console.log(`${n} subscriptions, ${DAYS} days of windows, filled in ${seconds} s`);
  console.log(`${machine()}; PostgreSQL, nothing synced to disk; no randomness; load ${load()}\n`);
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

async function partition(): Promise<void> {
  const started = performance.now();
  await database.query(readFileSync('infra/postgresql/partition-windows.sql', 'utf8'));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\nWindows partitioned in ${seconds} s`);
}

async function ask(name: string): Promise<void> {
  console.log(`\n| ${name} | median of ${RUNS} |\n|---|---:|`);
  const one = `SELECT "id" FROM "Subscription" ORDER BY "id" OFFSET ${Math.floor(n / 2)} LIMIT 1`;
  const { rows } = await database.query<{ id: string }>(one);
  const id = rows[0]?.id ?? '';
  const db = await openDatabase({ databaseUrl: server.url, dataDir: null });
  const { rows: some } = await database.query<{ id: string }>(
    `SELECT "id" FROM "Subscription" ORDER BY "id" LIMIT 1000`,
  );
  const day = { start: new Date('2026-12-01T00:00:00Z'), end: new Date('2026-12-02T00:00:00Z') };
  const query = (sql: string) => async () => {
    await database.query(sql);
  };
  const toReport = (limit: number) => () => listPeriodsToReport(db.client, { after: null, limit });
  const questions: [string, () => Promise<unknown>][] = [
    [
      'windows of one subscription',
      query(
        `SELECT sum("calls") FROM "UsageWindow" WHERE "subscriptionId" = '${id}' AND "start" >= '2026-11-01'`,
      ),
    ],
    [
      'events that are due (none are)',
      query(
        `SELECT "id" FROM "StripeEvent" WHERE "handledAt" IS NULL AND "givenUpAt" IS NULL
         AND "nextAttemptAt" <= now() ORDER BY "createdAt", "id" LIMIT 60`,
      ),
    ],
    [
      'a page of the report written as windows (1,000 rows)',
      () =>
        writeWindows(
          db.client,
          some.map((row) => ({ subscriptionId: row.id, calls: 7, ...day })),
          new Date(),
        ),
    ],
    ['which totals changed, of all (none did)', toReport(2_000)],
  ];
  for (const [what, run] of questions) {
    await run();
    const times: number[] = [];
    for (let round = 0; round < RUNS; round += 1) {
      const started = performance.now();
      await run();
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    console.log(`| ${what} | ${(times[Math.floor(RUNS / 2)] ?? 0).toFixed(1)} ms |`);
  }
  await db.close();
}
