import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIsCurrent } from '../scripts/world/build';
import { portProblems } from '../scripts/world/ports';
import { startWorld } from '../scripts/world/world';
import {
  CLIENT,
  type RunningIdentityProvider,
  startIdentityProvider,
  TENANT,
} from '../testing/identity-provider/identity-provider';
import { e2eAddresses, e2ePorts, identityProviderPort } from './fixtures/addresses';

const logs = join('test-results', 'e2e-logs');

/**
 * The same world as the demo's, on other ports and with new data, its clock standing still until a
 * test moves it: production build, emulators, embedded PostgreSQL (E2E_DATABASE_URL: a server).
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (!process.env.E2E_ANY_BUILD && !buildIsCurrent()) {
    throw new Error('The production build is missing or old: npm test -- --only=build,e2e');
  }
  const problems = await portProblems(e2ePorts);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-e2e-'));
  const keepLogs = () => {
    cpSync(join(dataDir, 'logs'), logs, { recursive: true });
    rmSync(dataDir, { recursive: true, force: true });
  };
  let provider: RunningIdentityProvider | undefined;
  try {
    provider = await startIdentityProvider(identityProviderPort);
    const world = await startWorld({
      ports: e2ePorts,
      dataDir,
      databaseUrl: process.env.E2E_DATABASE_URL || undefined,
      scheduler: 'off',
      clock: { start: '2026-03-02T09:00:00.000Z', mode: 'frozen' },
      extraEnv: providerSettings(),
      step: async (title, work) => {
        const started = performance.now();
        const result = await work();
        console.log(`${title}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
        return result;
      },
    });
    process.env.E2E_CRON_SECRET = world.cronSecret;
    process.env.E2E_DATA_DIR = dataDir;
    return async () => {
      await world.stop();
      await provider?.close();
      keepLogs();
    };
  } catch (error) {
    await provider?.close();
    keepLogs();
    throw error;
  }
}

/** Every identity provider that there is, each at its stand-in. */
function providerSettings(): Record<string, string> {
  const { identityProvider: url } = e2eAddresses;
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
