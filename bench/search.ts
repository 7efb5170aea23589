/**
 * How long the operator's search takes among many subscriptions: `npx tsx bench/search.ts [subscriptions]`. On the
 * embedded database, and on PostgreSQL where the machine has it; both are thrown away, and neither was analyzed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../lib/db/client';
import type { PrismaClient } from '../lib/db/generated/client';
import { migrate } from '../lib/db/migrate';
import { listOperatorSubscriptions } from '../lib/db/operator';
import { postgresBinaries, startPostgres } from '../scripts/world/postgres';
import { load, machine, percentile, printTable, verdict } from './machine';

const RUNS = 20;
const BAR_MS = 200;
const n = Number(process.argv[2] ?? 100_000);

/** Of one person, of a fifth of all, of everybody, of nobody, and an id. */
const SEARCHES = [`person-${n - 7}@`, 'grace', 'example', 'q', 'nobody@nowhere.test', `sub-${n}`];

console.log(`${machine()}; ${n} subscriptions\n`);
const rows = [...(await onEmbedded()), ...(await onServer())];
printTable(['database', 'searched', 'rows', 'p50 ms', 'p95 ms', 'load', 'bar'], rows);
process.exit(0);

async function onEmbedded(): Promise<string[][]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  await migrate({ kind: 'embedded', dataDir });
  const database = await openDatabase({ databaseUrl: null, dataDir });
  try {
    return await measure('embedded', database.client);
  } finally {
    await database.close();
    rmSync(dataDir, { recursive: true });
  }
}

async function onServer(): Promise<string[][]> {
  const binaries = postgresBinaries();
  if (binaries === null) return [];
  const server = await startPostgres(binaries);
  await migrate({ kind: 'server', databaseUrl: server.url });
  const database = await openDatabase({ databaseUrl: server.url, dataDir: null });
  try {
    return await measure('PostgreSQL', database.client);
  } finally {
    await database.close();
    await server.stop();
  }
}

async function measure(name: string, db: PrismaClient): Promise<string[][]> {
  await fill(db);
  const measured: string[][] = [];
  for (const search of SEARCHES) {
    const times: number[] = [];
    let found = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      const page = { after: null, take: 50 };
      found = (await listOperatorSubscriptions(db, { filter: 'all', order: 'desc', search, page }))
        .length;
      times.push(performance.now() - started);
    }
    const p95 = percentile(times, 0.95);
    const cells = [percentile(times, 0.5).toFixed(1), p95.toFixed(1), load()];
    measured.push([name, search, `${found}`, ...cells, verdict(p95 <= BAR_MS)]);
  }
  return measured;
}

async function fill(db: PrismaClient): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "User" ("id", "name", "email", "updatedAt")
    SELECT 'user-' || i, (ARRAY['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara'])[i % 5 + 1] || ' ' || md5(i::text),
      'person-' || i || '@' || md5((i * 7)::text) || '.example', now() FROM generate_series(1, ${n}::int) i`;
  await db.$executeRaw`
    INSERT INTO "Subscription" ("id", "userId", "productId", "name", "status", "createdAt", "updatedAt")
    SELECT 'sub-' || i, 'user-' || i, 'basic', 'My key', 'active', now() - i * interval '1 minute', now()
    FROM generate_series(1, ${n}::int) i`;
}
