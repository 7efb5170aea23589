import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../lib/db/migrate';
import { defaultMigrationsDir } from '../../lib/db/migrations-folder';
import { databaseMadeBy } from '../../scripts/vitest/fresh-database';
import type { EarlierWorld } from '../app-world';
import { MIGRATED_TO, placeholders } from './placeholders';
import { offeredInTheEnd } from './play';

const KEPT = join('testing', 'former-release');

/**
 * The world that the release before this one left. `before`: its rows are there when the migrations of today run. `after`:
 * an instance of it goes on to write them when another has migrated already.
 */
export async function formerRelease(written: 'before' | 'after'): Promise<EarlierWorld> {
  const state = await readFile(join(KEPT, 'emulators.json'), 'utf8');
  const rows = await readFile(join(KEPT, 'rows.sql'), 'utf8');
  return {
    webhookSecret: secretIn(state),
    offered: (products) => offeredInTheEnd(products),
    async unpack(appUrl) {
      const folder = await mkdtemp(join(tmpdir(), 'tollgate-former-release-'));
      await writeFile(join(folder, 'emulators.json'), placeholders({}, appUrl).fill(state));
      return folder;
    },
    openDatabase: (emulators, appUrl) =>
      databaseMadeBy(async (target, execute) => {
        if (written === 'before') await migrateAsThen(target, rows);
        else await migrate(target);
        await execute(placeholders(emulators, appUrl).fill(rows));
        await migrate(target);
      }),
  };
}

async function migrateAsThen(target: Parameters<typeof migrate>[0], rows: string): Promise<void> {
  const last = rows.slice(MIGRATED_TO.length, rows.indexOf('\n'));
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-migrations-'));
  for (const entry of await readdir(defaultMigrationsDir)) {
    const isLater = entry > last && entry !== 'migration_lock.toml';
    if (isLater) continue;
    await cp(join(defaultMigrationsDir, entry), join(folder, entry), { recursive: true });
  }
  await migrate(target, folder);
  await rm(folder, { recursive: true });
}

/** Of the endpoint for events of today's version; the other one is for meters. */
function secretIn(state: string): string {
  const [, secret] = /"secret":\s*"(whsec_\w+)"/.exec(state) ?? [];
  if (!secret) throw new Error('The kept state has no webhook.');
  return secret;
}
