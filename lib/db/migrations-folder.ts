import { access, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm';

export const defaultMigrationsDir = join('prisma', 'migrations');
export const defaultSchemaPath = join('prisma', 'schema.prisma');

/** The migration folder in the format of Prisma's engine, oldest migration first. */
export async function readMigrations(dir: string = defaultMigrationsDir): Promise<MigrationList> {
  // Otherwise the compiler assumes that the whole project is read at runtime, and puts it into the image.
  const baseDir = resolve(/* turbopackIgnore: true */ dir);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await lockfileIn(baseDir) },
    shadowDbInitScript: '',
    migrationDirectories: await migrationsIn(baseDir),
  };
}

async function migrationsIn(baseDir: string): Promise<MigrationDirectory[]> {
  if (!(await exists(baseDir))) return [];
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(join(baseDir, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
}

async function lockfileIn(baseDir: string): Promise<string | null> {
  const path = join(baseDir, 'migration_lock.toml');
  return (await exists(path)) ? readFile(path, 'utf8') : null;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
