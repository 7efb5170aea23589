import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { PrismaClient } from '../../lib/db/generated/client';
import { startAppWorld } from '../app-world';
import { dumpRows } from './dump-rows';
import { MIGRATED_TO, placeholders } from './placeholders';
import { playUntilTheUpdate } from './play';

/** Plays the release that this runs in until it is replaced, and writes what is kept of it into a folder. */
export async function keepRelease(folder: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tollgate-former-release-'));
  const world = await startAppWorld({ dataDir });
  const hide = placeholders(world.emulators, world.deps.settings.appUrl).hide;
  try {
    await playUntilTheUpdate(world);
    const rows = `${await header(world.deps.db)}${await dumpRows(world.deps.db)}`;
    await writeFile(join(folder, 'rows.sql'), hide(rows));
  } finally {
    await world.stop();
  }
  // Written when they have ended.
  const state = await readFile(join(dataDir, 'emulators.json'), 'utf8');
  await writeFile(join(folder, 'emulators.json'), hide(withoutOldEvents(state)));
  await rm(dataDir, { recursive: true });
}

async function header(db: PrismaClient): Promise<string> {
  const [last] = await db.$queryRaw<{ name: string }[]>`
    SELECT max("migration_name") AS "name" FROM "_prisma_migrations"`;
  return `${MIGRATED_TO}${last?.name}\n`;
}

/** Most of the state are events that were delivered, and nobody reads those again. */
function withoutOldEvents(text: string): string {
  const state = stateSchema.parse(JSON.parse(text));
  const { tables } = state.parts.stripe;
  const since = state.clock.nowMs / 1000 - 3600;
  tables.events = tables.events.filter(({ created }) => created >= since);
  const kept = new Set(tables.events.map(({ id }) => id));
  tables.deliveries = tables.deliveries.filter(({ event }) => kept.has(event));
  return JSON.stringify(state);
}

const stateSchema = z.looseObject({
  clock: z.looseObject({ nowMs: z.number() }),
  parts: z.looseObject({
    stripe: z.looseObject({
      tables: z.looseObject({
        events: z.array(z.looseObject({ id: z.string(), created: z.number() })),
        deliveries: z.array(z.looseObject({ event: z.string() })),
      }),
    }),
  }),
});
