import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { SchemasContainer } from '@prisma/schema-engine-wasm';
import { embeddedAdapterFactory, migrate } from './migrate';
import { defaultSchemaPath } from './migrations-folder';
import { withSchemaEngine } from './schema-engine';

interface Sources {
  schemaPath?: string;
  migrationsDir?: string;
}

/**
 * The difference between the migrations and the schema: SQL for a new migration, or a summary as text. Null when the
 * two agree. The migrations are applied to a throw-away database in memory and the engine compares that with the
 * schema, so a migration that doesn't run is found here too.
 */
export async function schemaDrift(
  as: 'sql' | 'summary',
  sources: Sources = {},
): Promise<string | null> {
  const schema = await readSchema(sources.schemaPath);
  const pglite = await PGlite.create();
  try {
    await migrate({ kind: 'opened', pglite }, sources.migrationsDir);
    const adapterFactory = embeddedAdapterFactory(pglite);
    const datamodels = schema.files.map((file): [string, string] => [file.path, file.content]);
    return await withSchemaEngine({ adapterFactory, datamodels }, async (engine) => {
      const difference = await engine.diff({
        from: { tag: 'schemaDatasource', ...schema, configDir: '.' },
        to: { tag: 'schemaDatamodel', ...schema },
        script: as === 'sql',
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      });
      return difference.exitCode === 0 ? null : (difference.stdout ?? 'They differ');
    });
  } finally {
    await pglite.close();
  }
}

async function readSchema(path: string = defaultSchemaPath): Promise<SchemasContainer> {
  return { files: [{ path, content: await readFile(path, 'utf8') }] };
}
