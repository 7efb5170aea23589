import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Addresses, applicationEnvironment } from '../world/environment';
import { programArgs } from '../world/program';
import { secretsOf, webhookSecretFile, webhookSecretOf } from '../world/secrets';
import { runningDemo } from './data-folder';
import type { DemoMode } from './options';

const addressFile = (dataDir: string) => join(dataDir, 'addresses.json');

/** Written by a start, so that a second terminal finds the demo whatever its ports are. */
export function keepAddresses(dataDir: string, addresses: Addresses): void {
  writeFileSync(addressFile(dataDir), JSON.stringify(addresses));
}

/** `npm run catalog` with the settings of the demo that runs on this folder; answers its exit code. */
export async function demoCatalog(
  { command }: DemoMode,
  dataDir: string,
  args: readonly string[],
): Promise<number> {
  if (runningDemo(dataDir) === null || !existsSync(addressFile(dataDir))) {
    console.error(`Nothing is running on ${dataDir}. Start it in another terminal: ${command}`);
    return 1;
  }
  const addresses = JSON.parse(readFileSync(addressFile(dataDir), 'utf8')) as Addresses;
  const settings = {
    dataDir,
    secrets: secretsOf(dataDir),
    webhookSecret: webhookSecretOf(dataDir),
    meterWebhookSecret: webhookSecretOf(dataDir, 'meters'),
    databaseUrl: process.env.DATABASE_URL || undefined,
    logLevel: 'info',
    scheduler: 'off' as const,
  };
  const isApply = args.includes('apply');
  const secretFile = isApply ? ['--webhook-secret-file', webhookSecretFile(dataDir)] : [];
  const program = [...programArgs('payment/provision/main.ts'), ...args, ...secretFile];
  const env = { ...process.env, ...applicationEnvironment(settings, addresses) };
  const child = spawn(process.execPath, program, { stdio: 'inherit', env });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  if (isApply && code === 0) {
    console.log('The application reads the catalog at startup: restart it.');
  }
  return code;
}
