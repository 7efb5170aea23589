/**
 * `npm run generate`: writes the Prisma client to lib/db/generated.
 *
 * Prisma's command line insists on a native schema engine and would download one. Generating never
 * runs it, so any executable that exists will do, and Node is one on every system.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stampClient } from './setup/client-stamp.mjs';

const manifest = createRequire(import.meta.url).resolve('prisma/package.json');
const cli = join(dirname(manifest), 'build', 'index.js');

const { status } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (status === 0) stampClient();
process.exit(status ?? 1);
