import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Addresses,
  addressesOf,
  applicationEnvironment,
  emulatorEnvironment,
  type WorldSettings,
} from './environment';
import type { WorldPorts } from './ports';
import { type ManagedProcess, ProcessFailed, runProcess, startProcess } from './processes';
import { secretsOf, webhookSecretFile, webhookSecretOf } from './secrets';
import { waitForOk } from './wait-for';

export interface WorldOptions {
  ports: WorldPorts;
  dataDir: string;
  databaseUrl?: string | undefined;
  logLevel?: string;
  scheduler?: 'on' | 'off';
  clock?: { start: string; mode: 'run' | 'frozen' };
  /** Further settings of the application. */
  extraEnv?: Readonly<Record<string, string>>;
  step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  abort?: AbortSignal;
}

export interface RunningWorld {
  readonly addresses: Addresses;
  readonly cronSecret: string;
  /** Rejects when a program ends that nobody stopped; never resolves. */
  readonly failure: Promise<never>;
  /** Ends everything, the application first; state stays in the data folder. */
  stop(): Promise<void>;
}

const patienceMs = 60_000;

/**
 * Emulators, a migrated database, a provisioned shop and the built application, started in that order
 * as separate programs. The demo and the end-to-end tests run in the same world, on other ports.
 */
export async function startWorld(options: WorldOptions): Promise<RunningWorld> {
  const { dataDir, step, abort } = options;
  mkdirSync(dataDir, { recursive: true });
  const settings = settingsOf(options);
  const addresses = addressesOf(options.ports);
  const logFile = (name: string) => join(dataDir, 'logs', `${name}.log`);
  const running: ManagedProcess[] = [];
  const stop = async () => {
    for (const process of running.reverse().splice(0)) await process.stop();
  };
  const start = (name: string, log: string, args: string[], env: Environment) => {
    const process = startProcess({ name, args, env, logFile: logFile(log) });
    running.push(process);
    return process;
  };

  try {
    await step('Migrating the database', () =>
      runProcess(
        {
          name: 'The migration',
          args: ['--import', 'tsx', 'scripts/migrate.ts'],
          env: applicationEnvironment(settings),
          logFile: logFile('migrate'),
        },
        abort,
      ),
    );
    const emulators = await step('Starting Stripe and Azure emulators', async () => {
      const env = emulatorEnvironment(settings);
      const args = ['--import', 'tsx', 'emulators/main.ts'];
      const started = start('The emulators', 'emulators', args, env);
      await ready(started, `${addresses.control}/clock`, abort);
      return started;
    });
    await step('Provisioning products and prices', () => provision(settings, logFile, abort));
    const app = await step('Starting the application', async () => {
      const env = {
        // Read again: provisioning has just made them.
        ...applicationEnvironment(settingsOf(options)),
        ...options.extraEnv,
      };
      const args = ['node_modules/next/dist/bin/next', 'start', '-p', String(options.ports.app)];
      const started = start('The application', 'app', args, env);
      await ready(started, `${addresses.app}/api/health?ready`, abort);
      return started;
    });
    const failure = Promise.race([failureOf(emulators), failureOf(app)]);
    // Whoever waits for it hears of it; nobody has to.
    failure.catch(() => {});
    return { addresses, cronSecret: settings.secrets.cronSecret, failure, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Environment = Record<string, string | undefined>;

function settingsOf(options: WorldOptions): WorldSettings {
  return {
    ports: options.ports,
    dataDir: options.dataDir,
    secrets: secretsOf(options.dataDir),
    webhookSecret: webhookSecretOf(options.dataDir),
    meterWebhookSecret: webhookSecretOf(options.dataDir, 'meters'),
    databaseUrl: options.databaseUrl,
    logLevel: options.logLevel ?? 'info',
    scheduler: options.scheduler ?? 'on',
    clock: options.clock,
  };
}

function provision(
  settings: WorldSettings,
  logFile: (name: string) => string,
  abort: AbortSignal | undefined,
): Promise<void> {
  const secretFile = ['--webhook-secret-file', webhookSecretFile(settings.dataDir)];
  // Whoever edits the catalogue of a demo wants to see it sold at the new price.
  const options = ['apply', '--yes', '--allow-price-change', ...secretFile];
  return runProcess(
    {
      name: 'Provisioning',
      args: ['--import', 'tsx', 'payment/provision/main.ts', ...options],
      env: applicationEnvironment(settings),
      logFile: logFile('provision'),
    },
    abort,
  );
}

/** Answers when the address does, and fails at once when the program ends before. */
async function ready(
  process: ManagedProcess,
  url: string,
  abort: AbortSignal | undefined,
): Promise<void> {
  const given = new AbortController();
  const signal = abort ? AbortSignal.any([abort, given.signal]) : given.signal;
  try {
    await Promise.race([
      waitForOk(url, { timeoutMs: patienceMs, abort: signal }),
      failureOf(process),
    ]);
  } finally {
    given.abort();
  }
}

async function failureOf(process: ManagedProcess): Promise<never> {
  const { code, expected } = await process.ended;
  if (expected) return new Promise<never>(() => {});
  throw new ProcessFailed(process, code, process.lastLines());
}
