import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { asAdmin, urlOfDatabase } from '../../scripts/vitest/database-template';
import { type MigrationTarget, migrate } from './migrate';
import { defaultMigrationsDir } from './migrations-folder';

const BACKFILL = '20261130210834_period_forgiven';

interface Opened {
  target: MigrationTarget;
  query: (sql: string) => Promise<unknown[]>;
  close: () => Promise<void>;
}

/** An empty database, of the same kind as in the other tests. */
async function open(): Promise<Opened> {
  const template = inject('databaseTemplate');
  if (template.kind === 'embedded') {
    const pglite = await PGlite.create();
    return {
      target: { kind: 'opened', pglite },
      query: async (sql) => (await pglite.query(sql)).rows,
      close: () => pglite.close(),
    };
  }
  const { adminUrl } = template;
  const name = `tollgate_backfill_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name}`);
  const databaseUrl = urlOfDatabase(adminUrl, name);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    target: { kind: 'server', databaseUrl },
    query: async (sql) => (await client.query(sql)).rows,
    async close() {
      await client.end();
      await asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** What existed before suspensions were recorded: states, and the log's entries. */
const OLD_ROWS = [
  `INSERT INTO "User" ("id", "name", "email", "updatedAt") VALUES ('ada', 'Ada', 'ada@example.com', now())`,
  `INSERT INTO "Subscription" ("id", "userId", "productId", "name", "status", "gatewayState", "createdAt", "updatedAt")
   SELECT id, 'ada', 'basic', id, 'active', state, '2026-01-01T00:00:00Z', now()
   FROM (VALUES ('twice', 'suspended'), ('unlogged', 'suspended'), ('known', 'suspended'),
     ('again', 'suspended'), ('active', 'active'), ('canceled', 'cancelled')) AS old (id, state)`,
  `INSERT INTO "AuditEntry" ("id", "at", "actor", "action", "targetType", "targetId")
   SELECT gen_random_uuid()::text, at::timestamptz, 'system', action, type, id
   FROM (VALUES
     ('2026-02-01T08:00:00Z', 'subscription.suspended', 'subscription', 'twice'),
     ('2026-02-05T08:00:00Z', 'subscription.activated', 'subscription', 'twice'),
     ('2026-03-01T09:30:00Z', 'subscription.suspended', 'subscription', 'twice'),
     ('2026-03-02T08:00:00Z', 'subscription.renamed', 'subscription', 'twice'),
     ('2026-03-01T08:00:00Z', 'subscription.suspended', 'user', 'unlogged'),
     ('2026-03-01T08:00:00Z', 'subscription.suspended', 'subscription', 'known'),
     ('2026-03-20T08:00:00Z', 'subscription.suspended', 'subscription', 'again'),
     ('2026-03-01T08:00:00Z', 'subscription.suspended', 'subscription', 'active'),
     ('2026-03-01T08:00:00Z', 'subscription.suspended', 'subscription', 'canceled')
   ) AS old (at, action, type, id)`,
  `INSERT INTO "Suspension" ("subscriptionId", "start", "end") VALUES
     ('known', '2026-03-01T08:00:01Z', NULL),
     ('again', '2026-03-01T08:00:00Z', '2026-03-10T08:00:00Z')`,
  `INSERT INTO "BillingPeriod" ("subscriptionId", "start", "end", "state") VALUES
     ('twice', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', 'closed')`,
];

describe('what an update records of ongoing suspensions', () => {
  let dir: string;
  let database: Opened;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tollgate-backfill-'));
    database = await open();
    const entries = await readdir(defaultMigrationsDir, { withFileTypes: true });
    const before = entries.filter((one) => one.isDirectory() && one.name < BACKFILL);
    await mkdir(join(dir, 'before'));
    for (const { name } of [...before, { name: 'migration_lock.toml' }]) {
      const copy = join(dir, 'before', name);
      await cp(join(defaultMigrationsDir, name), copy, { recursive: true });
    }
    await migrate(database.target, join(dir, 'before'));
    for (const sql of OLD_ROWS) await database.query(sql);
    expect((await migrate(database.target)).applied[0]).toBe(BACKFILL);
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('is one row for each suspended subscription, from the time of its last log entry', async () => {
    const rows = await database.query(`
      SELECT "subscriptionId" AS id, "start", "end" FROM "Suspension" ORDER BY "subscriptionId", "start"`);
    const at = (text: string) => new Date(`2026-03-${text}Z`);
    expect(rows).toEqual([
      { id: 'again', start: at('01T08:00:00'), end: at('10T08:00:00') },
      { id: 'again', start: at('20T08:00:00'), end: null },
      // It was recorded when it began, so the log adds nothing.
      { id: 'known', start: at('01T08:00:01'), end: null },
      { id: 'twice', start: at('01T09:30:00'), end: null },
    ]);
  });

  it('takes nothing off a period that was closed before', async () => {
    const rows = await database.query(`SELECT "state", "forgivenMinor" FROM "BillingPeriod"`);
    expect(rows).toEqual([{ state: 'closed', forgivenMinor: null }]);
  });
});
