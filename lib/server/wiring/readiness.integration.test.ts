import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compiled } from '../../../testing/compiled';
import { openEmbedded } from '../../db/embedded';
import { migrate } from '../../db/migrate';

const readiness = compiled('lib/server/wiring/readiness.ts');

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-ready-'));
  await migrate({ kind: 'embedded', dataDir });
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** In a process of its own, whose settings say where the database is. */
async function statusOf(): Promise<string> {
  const program = `import { readReadiness } from '${readiness()}';
    console.log('STATUS', (await readReadiness()).status); process.exit(0);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir } },
  );
  return /^STATUS (.*)$/m.exec(stdout)?.[1] ?? stdout;
}

it('an instance is not ready once a newer release has migrated its database', async () => {
  expect(await statusOf()).toBe('incomplete');
  const pglite = await openEmbedded(dataDir);
  await pglite.exec(`INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name")
    VALUES ('newer', 'none', '29990102000000_periods')`);
  await pglite.close();
  expect(await statusOf()).toBe('schema-newer');
});
