import { readdir } from 'node:fs/promises';
import type { PrismaClient } from './generated/client';
import { defaultMigrationsDir } from './migrations-folder';

/** Names of the migrations that this build needs and the database does not have, oldest first. */
export async function pendingMigrations(
  db: PrismaClient,
  dir: string = defaultMigrationsDir,
): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const wanted = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const there = await appliedMigrations(db);
  return wanted.filter((name) => !there.has(name)).sort();
}

async function appliedMigrations(db: PrismaClient): Promise<Set<string>> {
  const [table] = await db.$queryRaw<{ isThere: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`;
  if (!table?.isThere) return new Set();
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT "migration_name" AS "name" FROM "_prisma_migrations"
    WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;
  return new Set(rows.map(({ name }) => name));
}
