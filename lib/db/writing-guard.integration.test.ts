import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { asAdmin, urlOfDatabase } from '../../scripts/vitest/database-template';
import { appErrorOf } from '../kit/app-error';
import { type Database, openDatabase } from './client';
import { withLease } from './leases';
import { migrate } from './migrate';
import { migrationState } from './migration-state';
import { lastRun, startRun } from './runs';
import { touchSession } from './sessions';

const template = inject('databaseTemplate');

describe('an instance whose database a newer release migrates', () => {
  let database: Database;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    if (template.kind === 'server') {
      const name = `tollgate_newer_${process.pid}`;
      const databaseUrl = urlOfDatabase(template.adminUrl, name);
      await asAdmin(template.adminUrl, `CREATE DATABASE ${name}`);
      await migrate({ kind: 'server', databaseUrl });
      database = await openDatabase({ databaseUrl, dataDir: null, newerAskedEveryMs: 0 });
      remove = () => asAdmin(template.adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    } else {
      const dataDir = await mkdtemp(join(tmpdir(), 'tollgate-newer-'));
      await migrate({ kind: 'embedded', dataDir });
      database = await openDatabase({ databaseUrl: null, dataDir, newerAskedEveryMs: 0 });
      remove = () => rm(dataDir, { recursive: true });
    }
  });
  afterAll(async () => {
    await database.close();
    await remove();
  });

  const writes = () => startRun(database.client, { kind: 'usage', startedAt: new Date() });
  const begun = (name: string) =>
    database.client.$executeRaw`
      INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name")
      VALUES (${name}, 'none', ${name})`;

  test('goes on where the migration says that it may', async () => {
    await begun('29990101000000_a_column_compatible');
    await writes();
    expect(await migrationState(database.client)).toEqual({ pending: [], newer: [] });
  });

  test('otherwise writes nothing as soon as the migration has begun, and goes on to read', async () => {
    const { client } = database;
    await begun('29990102000000_periods');
    const attempts: (() => Promise<unknown>)[] = [
      writes,
      () => client.$transaction([client.run.deleteMany()]),
      () => client.$transaction((all) => all.run.deleteMany()),
      () => client.$executeRaw`DELETE FROM "Run"`,
      // Work of schedules and events begins with a lease.
      () => withLease(client, 'usage', { waitMs: 0 }, async () => {}),
    ];
    for (const attempt of attempts) {
      const refused = await attempt().catch(appErrorOf);
      expect(refused).toMatchObject({ code: 'being-updated' });
    }
    await touchSession(client, 'of somebody who reads a page');
    expect(await lastRun(client, 'usage')).toMatchObject({ outcome: 'running' });
    const newer = ['29990102000000_periods'];
    expect(await migrationState(client)).toEqual({ pending: [], newer });
  });
});
