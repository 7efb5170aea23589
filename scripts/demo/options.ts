import { join } from 'node:path';
import { usualDataFolder } from './data-folder';

export type DemoOptions =
  | { kind: 'start'; reset: boolean }
  /** The catalog program against the demo that runs, with these arguments. */
  | { kind: 'catalog'; args: readonly string[] };

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
  const row = (start: string) => start.padEnd(command.length + 20);
  return `${row(command)}start, or go on where the last start stopped
${row(`${command} -- --reset`)}delete its data and start over
${row(`${command} -- catalog plan`)}what your edit of the catalog would change in what runs
${row(`${command} -- catalog apply`)}make it so (prices too: --allow-price-change)

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
  const [first, ...rest] = args;
  if (first === 'catalog') return rest.length === 0 ? null : { kind: 'catalog', args: rest };
  if (args.some((arg) => arg !== '--reset')) return null;
  return { kind: 'start', reset: args.includes('--reset') };
}
