import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { inject } from 'vitest';
import { PrismaClient } from '../../lib/db/generated/client';
import { asAdmin, urlOfDatabase } from './database-template';

export interface FreshDatabase {
  client: PrismaClient;
  /** Set when the database is on a server, so that a test can open it a second time. */
  databaseUrl: string | null;
  /** Closes and removes it. */
  close: () => Promise<void>;
}

/** A migrated, empty database that belongs to the test that asked for it. Integration tests only. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = inject('databaseTemplate');
  switch (template.kind) {
    case 'server':
      return onServer(template.adminUrl, template.name);
    case 'embedded':
      return embedded(template.dump);
  }
}

async function onServer(adminUrl: string, template: string): Promise<FreshDatabase> {
  const name = `tollgate_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const databaseUrl = urlOfDatabase(adminUrl, name);
  const client = new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: 5 }),
  });
  return {
    client,
    databaseUrl,
    close: async () => {
      await client.$disconnect();
      await asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function embedded(dump: string): Promise<FreshDatabase> {
  const loadDataDir = new Blob([await readFile(dump)]);
  const pglite = await PGlite.create({ loadDataDir });
  const client = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  return {
    client,
    databaseUrl: null,
    close: async () => {
      await client.$disconnect();
      await pglite.close();
    },
  };
}
