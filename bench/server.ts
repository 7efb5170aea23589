import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build, buildIsCurrent } from '../scripts/world/build';
import { startApplication } from '../scripts/world/start-application';
import { SECRET_KEY } from './usage/scene';

export const WEBHOOK_SECRET = 'whsec_benchmark0123456789';
export const SESSION_SECRET = 'session-secret-of-benchmark-0123456789';

export interface Server {
  readonly url: string;
  /** From its start until it answered its first request. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** The application as it is run in production, of a build that is made when the one there is not current. */
export async function startServer(options: {
  databaseUrl: string | null;
  dataDir: string;
  ports: { stripe: number; arm: number };
  extraEnv?: Readonly<Record<string, string>>;
  /** What has to know its address before it starts for good. */
  prepare?: (url: string) => Promise<unknown>;
}): Promise<Server> {
  const { dataDir } = options;
  if (!buildIsCurrent()) await build(join(dataDir, 'build.log'));
  let startedMs = performance.now();
  const logFile = join(dataDir, 'application.log');
  const app = await startApplication({ port: 0, logFile, readyPath: '/api/health' });
  const listeningMs = performance.now();
  await options.prepare?.(app.url);
  startedMs += performance.now() - listeningMs;
  await app.begin({ ...environment(options, app.url), ...options.extraEnv });
  const startMs = performance.now() - startedMs;
  return { url: app.url, startMs, stop: () => app.process.stop() };
}

function environment(
  options: {
    databaseUrl: string | null;
    dataDir: string;
    ports: { stripe: number; arm: number };
  },
  url: string,
): Record<string, string> {
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    APP_URL: url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: SESSION_SECRET,
    DATABASE_URL: options.databaseUrl ?? '',
    DATA_DIR: options.dataDir,
    STRIPE_SECRET_KEY: SECRET_KEY,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_benchmark0123456789',
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_BASE: `http://127.0.0.1:${options.ports.stripe}`,
    AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    APIM_RESOURCE_GROUP: 'tollgate',
    APIM_SERVICE_NAME: 'tollgate-apim',
    APIM_ARM_ENDPOINT: `http://127.0.0.1:${options.ports.arm}`,
    APIM_ARM_TOKEN: 'token-of-benchmark',
    APIM_GATEWAY_URL: 'http://127.0.0.1:9',
    APIM_PORTAL_URL: 'http://127.0.0.1:9',
    APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  };
}
