import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { z } from 'zod';

/**
 * Prisma's own schema engine, from its WebAssembly build: the command line would download a native one, which a laptop
 * behind a proxy or a build machine without internet cannot do.
 *
 * Errors contain the database's or the engine's message.
 */
export async function withSchemaEngine<T>(
  input: { adapterFactory: SqlMigrationAwareDriverAdapterFactory; datamodels?: [string, string][] },
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadOnce();
  const factory = bindMigrationAwareSqlAdapterFactory(input.adapterFactory);
  try {
    const engine = await bindings.SchemaEngine.new(
      { datamodels: input.datamodels },
      ignoreLogLine,
      factory,
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw readable(error, (id) => factory.errorRegistry.consumeError(id)?.error);
  }
}

let loaded: Promise<void> | undefined;

function loadOnce(): Promise<void> {
  loaded ??= load();
  return loaded;
}

// The package's entry imports the .wasm file as a module, which Node supports only behind a flag.
async function load(): Promise<void> {
  const require = createRequire(import.meta.url);
  const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const binary = await readFile(join(dirname(glue), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(binary, {
    './schema_engine_bg.js': functionsOf(bindings),
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') throw new Error('The schema engine has no start function');
  start();
}

function functionsOf(module: object): WebAssembly.ModuleImports {
  const entries = Object.entries(module).filter(([, value]) => typeof value === 'function');
  return Object.fromEntries(entries);
}

function ignoreLogLine(): void {}

const engineError = z.object({ message: z.string() }).loose();

function readable(error: unknown, registered: (id: number) => unknown): Error {
  const parsed = engineError.safeParse(error);
  const message = parsed.success ? parsed.data.message : String(error);
  const id = /external error id#(\d+)/i.exec(message)?.[1];
  const original = id === undefined ? undefined : registered(Number(id));
  if (!(original instanceof Error)) {
    return error instanceof Error ? error : new Error(message, { cause: error });
  }
  const migration = /migration_name="([^"]+)"/.exec(message)?.[1];
  const where = migration === undefined ? '' : `Migration ${migration} failed: `;
  return new Error(where + original.message, { cause: original });
}
