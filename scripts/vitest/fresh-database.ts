import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { inject } from 'vitest';
import { PrismaClient } from '../../lib/db/generated/client';
import type { MigrationTarget } from '../../lib/db/migrate';
import { asAdmin, urlOfDatabase } from './database-template';

export interface FreshDatabase {
  client: PrismaClient;
  /** Set when the database is on a server, so that a test can open it a second time. */
  databaseUrl: string | null;
  /** Closes and removes it. */
  close: () => Promise<void>;
}

/** A migrated, empty database that belongs to the test that asked for it. Integration tests only. */
export async function freshDatabase(
  options: {
    /** Hears of every statement that is sent. */
    onStatement?: (sql: string) => void;
  } = {},
): Promise<FreshDatabase> {
  const template = inject('databaseTemplate');
  const { onStatement = () => {} } = options;
  switch (template.kind) {
    case 'server':
      return onServer(template.adminUrl, template.name, onStatement);
    case 'embedded':
      return embedded(template.dump, onStatement);
  }
}

/** One that a test fills itself, from nothing: with migrations, and with whatever SQL it has. */
export async function databaseMadeBy(
  make: (target: MigrationTarget, execute: (sql: string) => Promise<void>) => Promise<void>,
): Promise<FreshDatabase> {
  const template = inject('databaseTemplate');
  if (template.kind === 'embedded') {
    const pglite = await PGlite.create();
    await make({ kind: 'opened', pglite }, async (sql) => void (await pglite.exec(sql)));
    return openedEmbedded(pglite, () => {});
  }
  const name = `tollgate_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(template.adminUrl, `CREATE DATABASE ${name}`);
  const databaseUrl = urlOfDatabase(template.adminUrl, name);
  await make({ kind: 'server', databaseUrl }, (sql) => asAdmin(databaseUrl, sql));
  return openedOnServer(template.adminUrl, name, () => {});
}

async function onServer(
  adminUrl: string,
  template: string,
  onStatement: (sql: string) => void,
): Promise<FreshDatabase> {
  const name = `tollgate_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return openedOnServer(adminUrl, name, onStatement);
}

function openedOnServer(
  adminUrl: string,
  name: string,
  onStatement: (sql: string) => void,
): FreshDatabase {
  const databaseUrl = urlOfDatabase(adminUrl, name);
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: 5 });
  const client = open(adapter, onStatement);
  return {
    client,
    databaseUrl,
    close: async () => {
      await client.$disconnect();
      await asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function embedded(dump: string, onStatement: (sql: string) => void): Promise<FreshDatabase> {
  const loadDataDir = new Blob([await readFile(dump)]);
  return openedEmbedded(await PGlite.create({ loadDataDir }), onStatement);
}

function openedEmbedded(pglite: PGlite, onStatement: (sql: string) => void): FreshDatabase {
  const adapter = new PrismaPGlite(pglite);
  const client = open(adapter, onStatement);
  return {
    client,
    databaseUrl: null,
    close: async () => {
      await client.$disconnect();
      await pglite.close();
    },
  };
}

function open(adapter: SqlDriverAdapterFactory, onStatement: (sql: string) => void): PrismaClient {
  const client = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] });
  client.$on('query', ({ query }) => onStatement(query));
  return client;
}
