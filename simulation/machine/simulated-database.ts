import { createHash, randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from '../../lib/db/generated/client';
import { migrate } from '../../lib/db/migrate';
import type { Life } from './life';
import { watchedDatabase } from './watched-database';

/** A database of the simulation's own, which outlives the processes that it kills. */
export interface SimulatedDatabase {
  /** As the checks see it: nothing here is ever killed. */
  outside: PrismaClient;
  /** As a process with this life sees it. */
  connect(life: Life): PrismaClient;
  /** No row left. */
  empty(): Promise<void>;
  /** What passes by itself in twenty seconds: the leases of processes that are no more. */
  expireLeases(): Promise<void>;
  close(): Promise<void>;
}

/** On a server of which this is an administrator's address, or embedded and in memory. */
export async function startDatabase(serverUrl: string | null): Promise<SimulatedDatabase> {
  return serverUrl === null ? embedded() : onServer(serverUrl);
}

async function embedded(): Promise<SimulatedDatabase> {
  const pglite = await PGlite.create();
  await migrate({ kind: 'opened', pglite });
  const factory = () => new PrismaPGlite(pglite);
  return database(factory, { dispose: false }, () => pglite.close());
}

async function onServer(serverUrl: string): Promise<SimulatedDatabase> {
  const name = `tollgate_simulation_${randomUUID().slice(0, 8)}`;
  await asAdministrator(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const connectionString = url.toString();
  await migrate({ kind: 'server', databaseUrl: connectionString });
  return openOnServer(connectionString, () =>
    asAdministrator(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  );
}

/** A migrated database that is there already. */
export function openOnServer(
  connectionString: string,
  close: () => Promise<void> = async () => undefined,
): SimulatedDatabase {
  const factory = () =>
    new PrismaPg(
      { connectionString, max: 5 },
      { statementNameGenerator: ({ sql }) => nameOf(sql) },
    );
  return database(factory, { dispose: true }, close);
}

/** The server prepares each statement once a connection: a process asks the same few hundred again and again. */
function nameOf(sql: string): string {
  return createHash('sha1').update(sql).digest('base64url');
}

/** A migrated database in a folder, opened by one process at a time. */
export async function openInFolder(dataDir: string): Promise<SimulatedDatabase> {
  const pglite = await PGlite.create(dataDir);
  return database(
    () => new PrismaPGlite(pglite),
    { dispose: false },
    () => pglite.close(),
  );
}

/**
 * Prisma ends a transaction by a timer of this process, and timers are quickened here: a tenth of a second would be
 * left of its five, which a busy machine takes for one statement.
 */
const transactionOptions = { maxWait: 500_000, timeout: 500_000 };

function database(
  factory: () => SqlDriverAdapterFactory,
  options: { dispose: boolean },
  close: () => Promise<void>,
): SimulatedDatabase {
  const outside = new PrismaClient({ adapter: factory(), transactionOptions });
  return {
    outside,
    connect: (life) =>
      new PrismaClient({
        adapter: watchedDatabase(factory(), life, options),
        transactionOptions,
      }),
    async empty() {
      const tables = await outside.$queryRaw<{ name: string }[]>`
        SELECT quote_ident(tablename) AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT LIKE '\\_prisma%'`;
      // A few rows a table: deleting them takes a tenth of the time of a TRUNCATE, which creates files again.
      const deletes = tables.map((table) => `DELETE FROM ${table.name};`).join(' ');
      await outside.$executeRawUnsafe(
        `DO $$ BEGIN SET LOCAL session_replication_role = replica; ${deletes} END $$`,
      );
    },
    async expireLeases() {
      await outside.$executeRaw`UPDATE "Lease" SET "until" = now() - interval '1 second'`;
    },
    async close() {
      await outside.$disconnect();
      await close();
    },
  };
}

export async function asAdministrator(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
