import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../lib/db/migrate';

export type DatabaseTemplate =
  | { kind: 'server'; adminUrl: string; name: string }
  | { kind: 'embedded'; dump: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}

/**
 * Migrates one database, once; each test then copies it in a few milliseconds. TEST_DATABASE_URL (a
 * server on which databases may be made) chooses PostgreSQL, otherwise PGlite in memory.
 */
export default async function databaseTemplate(project: TestProject): Promise<() => Promise<void>> {
  const adminUrl = process.env.TEST_DATABASE_URL;
  const { template, remove } = adminUrl ? await onServer(adminUrl) : await embedded();
  project.provide('databaseTemplate', template);
  return remove;
}

interface Made {
  template: DatabaseTemplate;
  remove: () => Promise<void>;
}

async function onServer(adminUrl: string): Promise<Made> {
  const name = `tollgate_template_${randomUUID().slice(0, 8)}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name}`);
  await migrate({ kind: 'server', databaseUrl: urlOfDatabase(adminUrl, name) });
  return {
    template: { kind: 'server', adminUrl, name },
    remove: () => asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function embedded(): Promise<Made> {
  const dir = await mkdtemp(join(tmpdir(), 'tollgate-template-'));
  const pglite = await PGlite.create();
  try {
    await migrate({ kind: 'opened', pglite });
    const dump = join(dir, 'template.tar');
    const archive = await pglite.dumpDataDir('none');
    await writeFile(dump, Buffer.from(await archive.arrayBuffer()));
    return {
      template: { kind: 'embedded', dump },
      remove: () => rm(dir, { recursive: true, force: true }),
    };
  } finally {
    await pglite.close();
  }
}

export function urlOfDatabase(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

export async function asAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
