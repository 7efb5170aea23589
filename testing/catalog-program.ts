import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ApiManagementClient } from '@azure/arm-apimanagement';
import type Stripe from 'stripe';
import { createApimClient } from '../lib/apim/client';
import type { CatalogTarget } from '../lib/ports/catalog-target';
import type { SecretStore } from '../lib/ports/secret-store';
import { catalogSettings } from '../lib/server/catalog/catalog-settings';
import { catalogTargets } from '../lib/server/catalog/catalog-targets';
import { parseEnv } from '../lib/server/env/env';
import { createStripeClient } from '../lib/stripe/client';
import { programArgs } from '../scripts/world/program';
import { type RunningEmulators, startEmulators } from './emulators';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const SHIPPED_CATALOG = join(ROOT, 'payment/monetizationModels.json');
export const DELEGATION_KEY = 'c29tZSBrZXkgb2YgdGhlIGRlbGVnYXRpb24=';
export const APIM_AT = ['tollgate', 'tollgate-apim'] as const;

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Empty vendors, and the catalog's program to run against them as an operator does. */
export interface CatalogProgram {
  emulators: RunningEmulators;
  stripe: Stripe;
  apim: ApiManagementClient;
  folder: string;
  secretFile: string;
  /** As the program finds them in its environment. */
  settings: Record<string, string>;
  secret(): string;
  run(args: readonly string[], changes?: Record<string, string>): Promise<Outcome>;
  /** Applies without asking, with the secret in the file. */
  apply(args?: readonly string[], changes?: Record<string, string>): Promise<Outcome>;
  verify(changes?: Record<string, string>): Promise<Outcome>;
  /** Started and not waited for: to be killed. */
  start(args: readonly string[]): ChildProcess;
  stop(): Promise<void>;
}

/** What the program would apply the catalog to with these settings. */
export function targetsOf(settings: Record<string, string>, secrets: SecretStore): CatalogTarget[] {
  return catalogTargets(
    catalogSettings(() => parseEnv(settings, 'provisioning')),
    secrets,
  );
}

export async function startCatalogProgram(): Promise<CatalogProgram> {
  const emulators = await startEmulators();
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-provision-'));
  const secretFile = join(folder, 'webhook-secret');
  const settings = {
    NODE_ENV: 'test' as const,
    APP_URL: 'http://localhost:3000',
    STRIPE_SECRET_KEY: 'sk_test_provision0',
    STRIPE_API_BASE: emulators.stripeUrl,
    AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    APIM_RESOURCE_GROUP: 'tollgate',
    APIM_SERVICE_NAME: 'tollgate-apim',
    APIM_ARM_ENDPOINT: emulators.armUrl,
    APIM_ARM_TOKEN: 'token',
    APIM_GATEWAY_URL: emulators.gatewayUrl,
    APIM_PORTAL_URL: emulators.portalUrl,
    APIM_DELEGATION_KEY: DELEGATION_KEY,
  };
  const program = (args: readonly string[]) => [
    ...programArgs('payment/provision/main.ts'),
    ...args,
  ];
  const withSecret = (command: string, ...more: string[]) => [
    command,
    '--webhook-secret-file',
    secretFile,
    ...more,
  ];
  const run: CatalogProgram['run'] = async (args, changes = {}) => {
    const env = { ...settings, ...changes };
    try {
      const done = await promisify(execFile)(process.execPath, program(args), { cwd: ROOT, env });
      return { code: 0, ...done };
    } catch (error) {
      if (!isOutcome(error)) throw error;
      return { code: error.code, stdout: error.stdout, stderr: error.stderr };
    }
  };
  return {
    emulators,
    folder,
    secretFile,
    settings,
    stripe: createStripeClient({
      secretKey: settings.STRIPE_SECRET_KEY,
      apiBase: emulators.stripeUrl,
    })(),
    apim: createApimClient({
      subscriptionId: settings.AZURE_SUBSCRIPTION_ID,
      resourceGroup: settings.APIM_RESOURCE_GROUP,
      serviceName: settings.APIM_SERVICE_NAME,
      armEndpoint: emulators.armUrl,
      armToken: settings.APIM_ARM_TOKEN,
      gatewayUrl: emulators.gatewayUrl,
      portalUrl: emulators.portalUrl,
      delegationKeys: [DELEGATION_KEY],
    }),
    secret: () => readFileSync(secretFile, 'utf8').trim(),
    run,
    apply: (args = [], changes) => run(withSecret('apply', '--yes', ...args), changes),
    verify: (changes) => run(withSecret('verify'), changes),
    start: (args) =>
      spawn(process.execPath, program(args), {
        cwd: ROOT,
        env: settings,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    async stop() {
      await emulators.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function isOutcome(error: unknown): error is Outcome {
  return (
    error instanceof Error && 'stdout' in error && 'code' in error && typeof error.code === 'number'
  );
}
