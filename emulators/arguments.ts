import { join } from 'node:path';
import { parseArgs } from 'node:util';

const VENDORS = ['stripe', 'azure'] as const;
export type Vendor = (typeof VENDORS)[number];

export interface Arguments {
  /** The one that is started alone; both otherwise. */
  readonly only: Vendor | undefined;
  /** Where the state is kept from one start to the next. One that is alone has a folder of its own. */
  readonly dataDir: string | undefined;
}

/** `[--data <folder>] [stripe|azure]`. The folder is the setting's (EMULATOR_DATA_DIR) where there is one. */
export function readArguments(args: readonly string[], setting: string | undefined): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' } },
    allowPositionals: true,
  });
  const [name, more] = positionals;
  const only = VENDORS.find((one) => one === name);
  if (more !== undefined || (name !== undefined && only === undefined))
    throw new Error(`There is no emulator '${more ?? name}', only ${VENDORS.join(' and ')}.`);
  // The setting names a folder; the argument one that others may stand beside.
  if (setting !== undefined || !values.data) return { only, dataDir: setting };
  return { only, dataDir: join(values.data, only ?? 'both') };
}
