import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { HistoryDiagnostic } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { openEmbedded } from './embedded';
import { newerThan } from './migration-state';
import { readMigrations } from './migrations-folder';
import { withSchemaEngine } from './schema-engine';

export interface Migrated {
  /** Names of the migrations that this call applied, oldest first; empty when all were applied already. */
  applied: string[];
  /** What a newer release has applied already. This one may not write to such a database, and says that it is not ready. */
  newer: string[];
}

export type MigrationTarget =
  | { kind: 'server'; databaseUrl: string }
  | { kind: 'embedded'; dataDir: string }
  | { kind: 'opened'; pglite: PGlite };

/**
 * Brings a database to the newest migration with Prisma's engine. Safe to call from several starting instances at once:
 * on a server they queue on an advisory lock, and the later ones find nothing to do.
 */
export function migrate(target: MigrationTarget, migrationsDir?: string): Promise<Migrated> {
  switch (target.kind) {
    case 'server':
      return migrateServer(target.databaseUrl, migrationsDir);
    case 'embedded':
      return migrateEmbedded(target.dataDir, migrationsDir);
    case 'opened':
      return apply(embeddedAdapterFactory(target.pglite), migrationsDir);
  }
}

// Any number that nothing else uses for a lock.
const migrationLockId = 7_311_206_001;

async function migrateServer(databaseUrl: string, migrationsDir?: string): Promise<Migrated> {
  const gate = new pg.Client({ connectionString: databaseUrl });
  await gate.connect();
  // One connection, closed right afterwards: the engine takes a lock of its own in its session and does not release it.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await gate.query('SELECT pg_advisory_lock($1)', [migrationLockId]);
    return await apply(new PrismaPg(pool), migrationsDir);
  } finally {
    await pool.end();
    // The end of the session releases the lock, even when the query above has failed.
    await gate.end();
  }
}

async function migrateEmbedded(dataDir: string, migrationsDir?: string): Promise<Migrated> {
  const pglite = await openEmbedded(dataDir);
  try {
    return await apply(embeddedAdapterFactory(pglite), migrationsDir);
  } finally {
    await pglite.close();
  }
}

async function apply(
  adapterFactory: SqlMigrationAwareDriverAdapterFactory,
  migrationsDir?: string,
): Promise<Migrated> {
  const migrationsList = await readMigrations(migrationsDir);
  return withSchemaEngine({ adapterFactory }, async (engine) => {
    const filters = { externalTables: [], externalEnums: [] };
    const { history } = await engine.diagnoseMigrationHistory({
      migrationsList,
      filters,
      optInToShadowDatabase: false,
    });
    const newer = newerIn(history);
    if (newer.length > 0) {
      if (history?.diagnostic === 'historiesDiverge') throw new Error(diverged(newer));
      return { applied: [], newer };
    }
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    return { applied: appliedMigrationNames, newer };
  });
}

function newerIn(history: HistoryDiagnostic | null): string[] {
  const isBehind =
    history?.diagnostic === 'migrationsDirectoryIsBehind' ||
    history?.diagnostic === 'historiesDiverge';
  return isBehind ? newerThan([], history.unpersistedMigrationNames) : [];
}

const diverged = (newer: readonly string[]) =>
  `The database was migrated by a release that this one does not know (${newer.join(', ')}), so nothing is migrated. Start that release, or restore the backup from before it.`;

/**
 * The published adapter starts a script without waiting for it, so a failing migration would count as applied. Nothing
 * here asks for a shadow database.
 */
export function embeddedAdapterFactory(pglite: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPGlite(pglite);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pglite.exec(script);
    };
    return adapter;
  };
  return factory;
}
