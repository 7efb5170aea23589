import { join } from 'node:path';
import { parseArgs } from 'node:util';

const VENDORS = ['stripe', 'azure'] as const;
export type Vendor = (typeof VENDORS)[number];

export interface Arguments {
  /** The one that is started alone; both otherwise. */
  readonly only: Vendor | undefined;
  /** Where the state is kept from one start to the next. One that is alone has a folder of its own. */
  readonly dataDir: string | undefined;
  /** Whether the system gives the ports, whatever the settings say. */
  readonly anyPort: boolean;
  readonly help: boolean;
}

export const HELP = `Stripe and Azure API Management on this machine, until Ctrl-C.

  tollgate-emulators [stripe|azure] [--data <folder>] [--port 0]

  stripe, azure    starts that one alone; both are started otherwise
  --data <folder>  keeps what happened for the next start; all is forgotten otherwise
  --port 0         listens on ports that the system gives, and says which

Everything else is a setting of the environment: EMULATOR_STRIPE_PORT (4242), EMULATOR_ARM_PORT (4243),
EMULATOR_GATEWAY_PORT (4244), EMULATOR_PORTAL_PORT (4245), EMULATOR_CLOCK, EMULATOR_CLOCK_MODE and more: see the README.`;

/** The folder is the setting's (EMULATOR_DATA_DIR) where there is one. */
export function readArguments(args: readonly string[], setting: string | undefined): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  const [name, more] = positionals;
  const only = VENDORS.find((one) => one === name);
  if (more !== undefined || (name !== undefined && only === undefined))
    throw new Error(`There is no emulator '${more ?? name}', only ${VENDORS.join(' and ')}.`);
  if (values.port !== undefined && values.port !== '0')
    throw new Error('--port takes 0 only: each emulator has a setting for a port of its own.');
  // The setting names the folder itself; the argument names a parent folder.
  const dataDir =
    setting !== undefined || !values.data ? setting : join(values.data, only ?? 'both');
  return { only, dataDir, anyPort: values.port === '0', help: values.help === true };
}
