// Makes single files of the image's programs other than the server: `node bundle-programs.mjs <folder>`.
// The image then needs neither their sources nor the packages that only development has.
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const out = process.argv[2] ?? 'dist';
const require = createRequire(import.meta.url);

await build({
  entryPoints: { migrate: 'scripts/migrate.ts', catalog: 'payment/provision/main.ts' },
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // These have files of their own next to their code; the server brings or the lines below copy them.
  external: ['@electric-sql/pglite', '@prisma/schema-engine-wasm', 'pg-native'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

cpSync(
  dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
  join(out, 'node_modules/@prisma/schema-engine-wasm'),
  { recursive: true },
);
mkdirSync(join(out, 'prisma'), { recursive: true });
cpSync('prisma/migrations', join(out, 'prisma/migrations'), { recursive: true });
for (const name of ['call-cron.mjs', 'start-server.mjs']) {
  copyFileSync(join('infra/container', name), join(out, name));
}
