import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Addresses,
  addressesFor,
  applicationEnvironment,
  emulatorEnvironment,
  type WorldSettings,
} from './environment';
import type { WorldPorts } from './ports';
import { priceChangesIn } from './price-changes';
import { type ManagedProcess, runProcess } from './processes';
import { programArgs } from './program';
import { removeOldEndpoints } from './remove-old-endpoints';
import { secretsOf, webhookSecretFile, webhookSecretOf } from './secrets';
import { startApplication } from './start-application';
import { startEmulatorProgram } from './start-emulators';

export interface WorldOptions {
  /** 0: one that the system gives. */
  ports: WorldPorts;
  dataDir: string;
  databaseUrl?: string | undefined;
  logLevel?: string;
  scheduler?: 'on' | 'off';
  clock?: { start: string; mode: 'run' | 'frozen' };
  /** How often the usage is synced while emulated time is moved. */
  syncEveryHours?: number;
  /** The application from its sources, with hot reload. */
  dev?: boolean;
  /** Opens it to other machines, which reach this one by that name. */
  host?: string | null;
  /** Further settings of the application. */
  extraEnv?: Readonly<Record<string, string>>;
  step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  abort?: AbortSignal;
}

export interface RunningWorld {
  readonly addresses: Addresses;
  readonly cronSecret: string;
  /** What provisioning changed about prices at this start, in words. */
  readonly priceChanges: readonly string[];
  /** Rejects when a program ends that nobody stopped; never resolves. */
  readonly failure: Promise<never>;
  /** Ends everything, the application first; state stays in the data folder. */
  stop(): Promise<void>;
}

/**
 * Emulators, a migrated database, a provisioned shop and the application, as separate programs. The demo, `npm run dev`
 * and the end-to-end tests run in the same world, on other ports. The application takes its port first and gets its
 * settings last: the emulators call it, and provisioning writes its address into theirs.
 */
export async function startWorld(options: WorldOptions): Promise<RunningWorld> {
  const { dataDir, ports, dev = false, host = null, syncEveryHours = 6, step, abort } = options;
  mkdirSync(dataDir, { recursive: true });
  const logFile = (name: string) => join(dataDir, 'logs', `${name}.log`);
  const settings = settingsOf(options);
  const { cronSecret } = settings.secrets;
  const running: ManagedProcess[] = [];
  const stop = async () => {
    for (const process of running.splice(0)) await process.stop();
  };

  try {
    const app = await startApplication({ port: ports.app, logFile: logFile('app'), dev, host });
    running.push(app.process);
    const addresses = await step('Starting Stripe and Azure emulators', async () => {
      const { clock } = options;
      const env = emulatorEnvironment({
        ports,
        dataDir,
        cronSecret,
        app: app.url,
        clock,
        host,
        syncEveryHours,
      });
      const emulators = await startEmulatorProgram({ env, logFile: logFile('emulators') });
      running.push(emulators.process);
      return addressesFor(host, { app: app.url, emulators: emulators.addresses });
    });
    await step('Migrating the database', () =>
      runProcess(
        {
          name: 'The migration',
          args: programArgs('scripts/migrate.ts'),
          env: applicationEnvironment(settings, addresses),
          logFile: logFile('migrate'),
        },
        abort,
      ),
    );
    const priceChanges = await step('Provisioning products and prices', async () => {
      const { stripe, app } = addresses;
      await removeOldEndpoints({ stripe, app, secretKey: settings.secrets.stripeSecretKey });
      return provision({ settings, addresses, logFile: logFile('provision') }, abort);
    });
    await step('Starting the application', () => {
      // Read again: provisioning has just made them.
      const env = applicationEnvironment(settingsOf(options), addresses);
      const mode = dev ? { NODE_ENV: 'development' } : {};
      return app.begin({ ...env, ...mode, ...options.extraEnv }, abort);
    });
    const failure = Promise.race(running.map((process) => process.failure));
    failure.catch(() => {});
    return { addresses, cronSecret, priceChanges, failure, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settingsOf(options: WorldOptions): WorldSettings {
  return {
    dataDir: options.dataDir,
    secrets: secretsOf(options.dataDir),
    webhookSecret: webhookSecretOf(options.dataDir),
    meterWebhookSecret: webhookSecretOf(options.dataDir, 'meters'),
    databaseUrl: options.databaseUrl,
    logLevel: options.logLevel ?? 'info',
    scheduler: options.scheduler ?? 'on',
  };
}

/** Gives the changes of prices that were made, in words: nobody should find out from a customer. */
async function provision(
  of: { settings: WorldSettings; addresses: Addresses; logFile: string },
  abort: AbortSignal | undefined,
): Promise<string[]> {
  const secretFile = ['--webhook-secret-file', webhookSecretFile(of.settings.dataDir)];
  // Whoever edits the catalog of a demo wants to see it sold at the new price.
  const options = ['apply', '--yes', '--json', '--allow-price-change', ...secretFile];
  await runProcess(
    {
      name: 'Provisioning',
      args: [...programArgs('payment/provision/main.ts'), ...options],
      env: applicationEnvironment(of.settings, of.addresses),
      logFile: of.logFile,
    },
    abort,
  );
  return priceChangesIn(readFileSync(of.logFile, 'utf8'));
}
