import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { asAdmin, urlOfDatabase } from '../../scripts/vitest/database-template';
import { EmbeddedDatabaseInUse, openEmbedded } from './embedded';
import { migrate } from './migrate';
import { schemaDrift } from './migration-diff';
import { defaultMigrationsDir } from './migrations-folder';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tollgate-migrate-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(defaultMigrationsDir, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

describe('the embedded database', () => {
  it('is created, migrated once and reused by the next start', async () => {
    const target = { kind: 'embedded', dataDir: join(dir, 'data') } as const;
    expect((await migrate(target)).applied).toEqual(await migrationNames());
    expect((await migrate(target)).applied).toEqual([]);
  });

  it('refuses a second opening and says what to do about it', async () => {
    const dataDir = join(dir, 'data');
    const pglite = await openEmbedded(dataDir);
    await expect(openEmbedded(dataDir)).rejects.toThrow(EmbeddedDatabaseInUse);
    await expect(openEmbedded(dataDir)).rejects.toThrow(/Stop that process, or set DATABASE_URL/);
    await pglite.close();
    expect(await readdir(dataDir)).toEqual(['postgres']);
  });

  it('refuses every statement once another process has taken it over', async () => {
    const dataDir = join(dir, 'data');
    const messages: string[] = [];
    const onLost = (message: string) => messages.push(message);
    const pglite = await openEmbedded(dataDir, { onLost, refreshEveryMs: 20 });
    await pglite.query('SELECT 1');
    const lock = join(dataDir, 'postgres.lock');
    await writeFile(lock, JSON.stringify({ id: 'theirs', pid: 1, place: 'a container' }));
    await expect.poll(() => messages).toHaveLength(1);
    await expect(pglite.query('SELECT 1')).rejects.toThrow(/taken over by another process/);
    await pglite.close();
    // The lock is the other's, and closing wrote nothing.
    expect(await readFile(lock, 'utf8')).toContain('theirs');
  });
});

describe('a migration that fails', () => {
  it('reports the message of the database and does not count as applied', async () => {
    const migrationsDir = join(dir, 'migrations');
    await cp(defaultMigrationsDir, migrationsDir, { recursive: true });
    await mkdir(join(migrationsDir, '99990101000000_broken'));
    await writeFile(
      join(migrationsDir, '99990101000000_broken', 'migration.sql'),
      'ALTER TABLE no_such_table ADD COLUMN x INT;',
    );
    const pglite = await PGlite.create();
    const target = { kind: 'opened', pglite } as const;
    await expect(migrate(target, migrationsDir)).rejects.toThrow(/no_such_table/);
    // The next start also refuses to continue.
    await expect(migrate(target, migrationsDir)).rejects.toThrow(/99990101000000_broken/);
    await pglite.close();
  });
});

describe('a database that a newer release has migrated', () => {
  it('is left as it is, also by a release with a migration of its own', async () => {
    const pglite = await PGlite.create();
    const target = { kind: 'opened', pglite } as const;
    await migrate(target);
    const newer = '29990102000000_periods';
    await pglite.exec(`INSERT INTO "_prisma_migrations"
      ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
      VALUES ('newer', 'none', '${newer}', now(), 1)`);
    expect(await migrate(target)).toEqual({ applied: [], newer: [newer] });
    const migrationsDir = join(dir, 'migrations');
    await cp(defaultMigrationsDir, migrationsDir, { recursive: true });
    await mkdir(join(migrationsDir, '29990101000000_ours'));
    const sql = join(migrationsDir, '29990101000000_ours', 'migration.sql');
    await writeFile(sql, 'CREATE TABLE ours (id INT);');
    await expect(migrate(target, migrationsDir)).rejects.toThrow(/Start that release/);
    const { rows } = await pglite.query(`SELECT to_regclass('ours') AS ours`);
    expect(rows).toEqual([{ ours: null }]);
    await pglite.close();
  });
});

describe('the schema check', () => {
  it('finds no difference between the schema and the committed migrations', async () => {
    expect(await schemaDrift('summary')).toBeNull();
  });

  it('names the table that no migration creates', async () => {
    const schemaPath = join(dir, 'schema.prisma');
    await writeFile(
      schemaPath,
      'datasource db {\n  provider = "postgresql"\n}\nmodel Forgotten {\n  id Int @id\n}\n',
    );
    const migrationsDir = join(dir, 'none');
    expect(await schemaDrift('summary', { schemaPath, migrationsDir })).toMatch(/Forgotten/);
    expect(await schemaDrift('sql', { schemaPath, migrationsDir })).toMatch(
      /CREATE TABLE "Forgotten"/,
    );
  });
});

const template = inject('databaseTemplate');

describe.runIf(template.kind === 'server')('a PostgreSQL server', () => {
  it('is migrated once by five instances that start together', async () => {
    if (template.kind !== 'server') throw new Error('unreachable');
    const name = `tollgate_concurrent_${process.pid}`;
    await asAdmin(template.adminUrl, `CREATE DATABASE ${name}`);
    const databaseUrl = urlOfDatabase(template.adminUrl, name);
    const starts = [1, 2, 3, 4, 5].map(() => migrate({ kind: 'server', databaseUrl }));
    const applied = (await Promise.all(starts)).flatMap((start) => start.applied);
    expect(applied).toEqual(await migrationNames());
    await asAdmin(template.adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  });
});
