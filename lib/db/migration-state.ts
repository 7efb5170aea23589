import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PrismaClient } from './generated/client';
import { defaultMigrationsDir } from './migrations-folder';

/**
 * The end of the name of a migration under which the release before it goes on: it only adds what that release does not
 * need. Any other migration of a newer release stops it, as if somebody had forgotten to say.
 */
const COMPATIBLE = '_compatible';

export interface MigrationState {
  /** What this build needs and the database does not have, oldest first. */
  pending: string[];
  /** What a newer release has done to the database and this build must not write to. */
  newer: string[];
}

export async function migrationState(
  db: PrismaClient,
  dir: string = defaultMigrationsDir,
): Promise<MigrationState> {
  const known = await migrationNames(dir);
  const [table] = await db.$queryRawUnsafe<{ isThere: boolean }[]>(IS_MIGRATED);
  if (!table?.isThere) return { pending: known, newer: [] };
  const rows = await db.$queryRawUnsafe<{ name: string; isFinished: boolean }[]>(BEGUN);
  const finished = new Set(rows.flatMap(({ name, isFinished }) => (isFinished ? [name] : [])));
  return {
    pending: known.filter((name) => !finished.has(name)),
    newer: newerThan(
      known,
      rows.map(({ name }) => name),
    ),
  };
}

/** Names of the migrations that this build came with, oldest first. */
export async function migrationNames(dir: string = defaultMigrationsDir): Promise<string[]> {
  // As in migrations-folder.ts, for the compiler.
  const entries = await readdir(resolve(/* turbopackIgnore: true */ dir), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

export function newerThan(known: readonly string[], begun: readonly string[]): string[] {
  return begun.filter((name) => !known.includes(name) && !name.endsWith(COMPATIBLE)).sort();
}

export const IS_MIGRATED = `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`;

/** One that is under way counts: what it leaves behind is what nobody here knows. */
export const BEGUN = `SELECT DISTINCT "migration_name" AS "name", "finished_at" IS NOT NULL AS "isFinished"
  FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`;
