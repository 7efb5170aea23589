import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openDatabase } from '../../lib/db/client';
import { migrate } from '../../lib/db/migrate';
import { postgresBinaries, startPostgres } from '../../scripts/world/postgres';
import { type Child, startChild } from '../child';
import { fillDatabase } from './fill-database';
import type { Compared, StripeNames, UpstreamCounts, UpstreamOrder } from './scene';

export interface UsageWorld {
  readonly database: 'PostgreSQL' | 'PGlite';
  /** Null: the embedded database in the folder, for one process at a time. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly ports: { stripe: number; arm: number };
  readonly names: StripeNames;
  startApplication(): Promise<Child>;
  upstreams: {
    calls(days: readonly string[], which: { from: number; every: number }): Promise<void>;
    fail(rate: number, seed: number): Promise<void>;
    counts(): Promise<UpstreamCounts>;
    compare(): Promise<Compared>;
  };
  stop(): Promise<void>;
}

const portsSchema = z.object({ stripe: z.number(), arm: z.number() });

/** A database with `n` subscriptions and the emulators that know them; PostgreSQL where the machine has it. */
export async function startUsageWorld(options: {
  subscriptions: number;
  latencyMs: number;
}): Promise<UsageWorld> {
  const { subscriptions, latencyMs } = options;
  const binaries = postgresBinaries();
  const server = binaries ? await startPostgres(binaries) : null;
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  const children: Child[] = [];
  const start = async (file: string, args: readonly string[]) => {
    const child = await startChild(file, args);
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children) await child.stop();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const upstreams = await start('usage/upstreams.ts', [`${subscriptions}`, `${latencyMs}`]);
    const ports = portsSchema.parse(upstreams.hello);
    const names = await upstreams.ask<StripeNames>({ kind: 'names' });
    await makeDatabase({ databaseUrl: server?.url ?? null, dataDir }, names);
    const place = [server?.url ?? '', dataDir, `${ports.stripe}`, `${ports.arm}`];
    return {
      database: server ? 'PostgreSQL' : 'PGlite',
      databaseUrl: server?.url ?? null,
      dataDir,
      ports,
      names,
      startApplication: () => start('usage/application.ts', place),
      upstreams: ordersOf(upstreams),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ordersOf(upstreams: Child): UsageWorld['upstreams'] {
  const ask = <T>(order: UpstreamOrder) => upstreams.ask<T>(order);
  return {
    async calls(days, which) {
      for (const day of days) await ask({ kind: 'calls', day, ...which });
    },
    async fail(rate, seed) {
      await ask({ kind: 'fail', rate, seed });
    },
    counts: () => ask<UpstreamCounts>({ kind: 'counts' }),
    compare: () => ask<Compared>({ kind: 'compare' }),
  };
}

async function makeDatabase(
  place: { databaseUrl: string | null; dataDir: string },
  names: StripeNames,
): Promise<void> {
  const { databaseUrl, dataDir } = place;
  await migrate(databaseUrl ? { kind: 'server', databaseUrl } : { kind: 'embedded', dataDir });
  const database = await openDatabase({ databaseUrl, dataDir });
  await fillDatabase(database.client, names);
  await database.close();
}
