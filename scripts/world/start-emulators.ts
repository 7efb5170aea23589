import { compiledEmulators } from './compile';
import { type ManagedProcess, startProcess } from './processes';
import { compiledArgs } from './program';

export interface EmulatorAddresses {
  stripe: string;
  arm: string;
  gateway: string;
  portal: string;
  control: string;
}

const names: Readonly<Record<string, keyof EmulatorAddresses>> = {
  Stripe: 'stripe',
  'Azure Resource Manager': 'arm',
  'API gateway': 'gateway',
  'Developer portal': 'portal',
  'Control page': 'control',
};

/** Starts both emulators and waits until they have said where they listen. */
export async function startEmulatorProgram(options: {
  env: Readonly<Record<string, string | undefined>>;
  isolated?: boolean;
  logFile?: string;
}): Promise<{ process: ManagedProcess; addresses: EmulatorAddresses }> {
  const started = startProcess({
    name: 'The emulators',
    args: compiledArgs(await compiledEmulators()),
    ...options,
  });
  await started.said(/^Control page/);
  return { process: started, addresses: readAddresses(started.lastLines()) };
}

/** Out of what the program prints: a name, spaces, an address. */
export function readAddresses(lines: readonly string[]): EmulatorAddresses {
  const found: Partial<EmulatorAddresses> = {};
  for (const line of lines) {
    const [, name = '', url = ''] = /^(.+?) {2,}(http\S+)$/.exec(line) ?? [];
    const key = names[name];
    if (key) found[key] = url;
  }
  const { stripe, arm, gateway, portal, control } = found;
  if (!stripe || !arm || !gateway || !portal || !control) {
    throw new Error(`The emulators didn’t report their ports:\n${lines.join('\n')}`);
  }
  return { stripe, arm, gateway, portal, control };
}
