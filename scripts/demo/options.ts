import { join } from 'node:path';
import { usualDataFolder } from './data-folder';

export interface DemoOptions {
  reset: boolean;
}

export interface DemoMode {
  /** What a person types. */
  command: string;
  title: string;
  dataDir: string;
  /** From the sources, with hot reload, instead of from a build. */
  dev: boolean;
}

export const demoMode: DemoMode = {
  command: 'npm run demo',
  title: 'Tollgate is running',
  dataDir: usualDataFolder,
  dev: false,
};

export const devMode: DemoMode = {
  command: 'npm run dev',
  title: 'Tollgate is running from its sources',
  dataDir: join('.data', 'dev'),
  dev: true,
};

export function usageOf({ command, dataDir }: DemoMode): string {
  const row = (start: string) => start.padEnd(command.length + 14);
  return `${row(command)}start, or go on where the last start stopped
${row(`${command} -- --reset`)}delete its data and start over

Settings, all optional (port 0 is any that is free):
  PORT                    the application            3000
  EMULATOR_STRIPE_PORT    Stripe emulator            4242
  EMULATOR_ARM_PORT       Azure's management API     4243
  EMULATOR_GATEWAY_PORT   API gateway                4244
  EMULATOR_PORTAL_PORT    developer portal           4245
  DATA_DIR                where state is kept        ${dataDir}
  DATABASE_URL            a PostgreSQL server instead of the embedded database
  LOG_LEVEL               of the application         info`;
}

/** Null when an argument is not known, or help was asked for. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | null {
  if (args.some((arg) => arg !== '--reset')) return null;
  return { reset: args.includes('--reset') };
}
