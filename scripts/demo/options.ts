import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { usualDataFolder } from './data-folder';

export type DemoOptions =
  | {
      kind: 'start';
      reset: boolean;
      /** The name by which other machines reach this one; null: only this machine is answered. */
      host: string | null;
    }
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
  title: 'Tollgate is running from source',
  dataDir: join('.data', 'dev'),
  dev: true,
};

export function usageOf({ command, dataDir, dev }: DemoMode): string {
  const row = (start: string) => start.padEnd(command.length + 20);
  return `${row(command)}start, or resume where the last start stopped
${row(`${command} -- --reset`)}delete the data and start over
${dev ? '' : `${row(`${command} -- --host NAME`)}accept other machines too, which know this one as NAME\n`}${row(`${command} -- catalog plan`)}show what your catalog edit would change
${row(`${command} -- catalog apply`)}apply it (prices too: --allow-price-change)

Settings, all optional (port 0 picks any free port):
  PORT                    the application            3000
  EMULATOR_STRIPE_PORT    Stripe emulator            4242
  EMULATOR_ARM_PORT       Azure's management API     4243
  EMULATOR_GATEWAY_PORT   API gateway                4244
  EMULATOR_PORTAL_PORT    developer portal           4245
  DATA_DIR                where state is kept        ${dataDir}
  DATABASE_URL            a PostgreSQL server instead of the embedded database
  LOG_LEVEL               application's log level    info`;
}

/** Null when an argument is not known, or help was asked for. */
export function parseDemoOptions(
  args: readonly string[],
  { dev }: Pick<DemoMode, 'dev'>,
): DemoOptions | null {
  const [first, ...rest] = args;
  if (first === 'catalog') return rest.length === 0 ? null : { kind: 'catalog', args: rest };
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { reset: { type: 'boolean' }, host: { type: 'string' } },
    });
    // The development server has no place that knows where a connection comes from: it stays on this machine.
    if (dev && values.host !== undefined) return null;
    return { kind: 'start', reset: values.reset ?? false, host: values.host ?? null };
  } catch {
    return null;
  }
}

/** Names without dots, endings that belong to nobody outside, and addresses that no router carries further. */
const OWN_NETWORK =
  /^([^.]*[a-z][^.]*|.*\.(internal|local|lan|localdomain|localhost)|(10|127|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.[\d.]+)$/i;

/** Why the demo can't be opened under this name; null when it can. */
export function hostProblem(host: string): string | null {
  const address = `http://${host}`;
  if (!/^[\w.-]+$/.test(host) || !URL.canParse(address)) {
    return `--host ${host}: use a name or an IPv4 address without a port, such as 192.168.1.20 or laptop.local.`;
  }
  // Everything travels in plain text, and the stand-ins do what anybody asks of them.
  return OWN_NETWORK.test(host)
    ? null
    : `--host ${host}: use a name on your own network (192.168.1.20, laptop.local): the demo must not be open to the internet.`;
}
