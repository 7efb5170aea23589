import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { asAdmin, urlOfDatabase } from '../scripts/vitest/database-template';
import { buildIsCurrent } from '../scripts/world/build';
import { givenPorts } from '../scripts/world/ports';
import { postgresBinaries, startPostgres } from '../scripts/world/postgres';
import { startWorld } from '../scripts/world/world';
import {
  CLIENT,
  startIdentityProvider,
  TENANT,
} from '../testing/identity-provider/identity-provider';
import { announceWorlds, type E2eWorld, worldStart } from './fixtures/addresses';
import { controlAt } from './fixtures/control';

const logs = join('test-results', 'e2e-logs');

/**
 * A world for each worker: the same as the demo's, at ports that the system gives and with new data, its clock standing
 * still until a test moves it. The worlds share a PostgreSQL server (E2E_DATABASE_URL names another one), so that they
 * can be emptied between files; on a machine without one each has its embedded database.
 */
export default async function globalSetup({ workers }: FullConfig): Promise<() => Promise<void>> {
  if (!process.env.E2E_ANY_BUILD && !buildIsCurrent()) {
    throw new Error('The production build is missing or old: npm test -- --only=build,e2e');
  }
  const cleanups: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of cleanups.splice(0).reverse()) await one();
  };
  try {
    const started = performance.now();
    const server = await databaseServer(cleanups);
    const numbers = Array.from({ length: workers }, (_, index) => index);
    announceWorlds(await Promise.all(numbers.map((number) => oneWorld(number, server, cleanups))));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${workers} ${workers === 1 ? 'world' : 'worlds'} started in ${seconds} s`);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

type Cleanups = (() => Promise<unknown>)[];

async function databaseServer(cleanups: Cleanups): Promise<string | null> {
  if (process.env.E2E_DATABASE_URL) return process.env.E2E_DATABASE_URL;
  const binaries = postgresBinaries();
  if (binaries === null) return null;
  const server = await startPostgres(binaries);
  cleanups.push(server.stop);
  return server.url;
}

async function oneWorld(
  number: number,
  server: string | null,
  cleanups: Cleanups,
): Promise<E2eWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-e2e-'));
  cleanups.push(async () => {
    cpSync(join(dataDir, 'logs'), join(logs, `world-${number}`), { recursive: true });
    rmSync(dataDir, { recursive: true, force: true });
  });
  const databaseUrl = server && (await newDatabase(server, cleanups));
  const provider = await startIdentityProvider();
  cleanups.push(() => provider.close());
  const world = await startWorld({
    ports: givenPorts,
    dataDir,
    databaseUrl: databaseUrl ?? undefined,
    scheduler: 'off',
    clock: { start: worldStart.toISOString(), mode: 'frozen' },
    // Tests move the clock by months, and each run takes a tenth of a second.
    syncEveryHours: 24,
    extraEnv: providerSettings(provider.url),
    step: (_title, work) => work(),
  });
  cleanups.push(world.stop);
  const { addresses, cronSecret } = world;
  await controlAt(addresses.control).checkpoint();
  return {
    addresses: { ...addresses, identityProvider: provider.url },
    cronSecret,
    dataDir,
    databaseUrl,
  };
}

async function newDatabase(server: string, cleanups: Cleanups): Promise<string> {
  const name = `tollgate_e2e_${crypto.randomUUID().replaceAll('-', '')}`;
  await asAdmin(server, `CREATE DATABASE ${name}`);
  cleanups.push(() => asAdmin(server, `DROP DATABASE ${name} WITH (FORCE)`));
  return urlOfDatabase(server, name);
}

/** Every identity provider that there is, each at its stand-in. */
function providerSettings(url: string): Record<string, string> {
  return {
    ENTRA_TENANT_ID: TENANT,
    ENTRA_CLIENT_ID: CLIENT.id,
    ENTRA_CLIENT_SECRET: CLIENT.secret,
    ENTRA_URL: `${url}/entra`,
    GITHUB_CLIENT_ID: CLIENT.id,
    GITHUB_CLIENT_SECRET: CLIENT.secret,
    GITHUB_URL: `${url}/github`,
    GITHUB_API_URL: `${url}/github-api`,
    GOOGLE_CLIENT_ID: CLIENT.id,
    GOOGLE_CLIENT_SECRET: CLIENT.secret,
    GOOGLE_URL: `${url}/google`,
  };
}
