import { HELP, readArguments } from './arguments';
import { PortTakenError } from './core/listen';
import { readSettings, surroundings } from './core/settings';
import { createEmulators } from './index';

const NAMES = {
  stripe: 'Stripe',
  arm: 'Azure Resource Manager',
  gateway: 'API gateway',
  portal: 'Developer portal',
  control: 'Control page',
} as const;

/** Both emulators in one process, or the one that is named, until Ctrl-C: `tollgate-emulators [stripe|azure]`. */
async function main(): Promise<void> {
  const settings = readSettings();
  const { only, dataDir, anyPort, help } = readArguments(process.argv.slice(2), settings.dataDir);
  if (help) return console.log(HELP);
  const emulators = await createEmulators({
    only,
    port: anyPort ? 0 : settings.ports,
    dataDir,
    settings: surroundings,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      emulators.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
  for (const [id, name] of Object.entries(NAMES)) {
    const url = emulators.addresses[id as keyof typeof NAMES];
    // One that was not started has none.
    if (url) console.log(`${name.padEnd(24)}${url}`);
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : error;
  const service = error instanceof PortTakenError ? error.service : undefined;
  console.error(service ? `${message} (EMULATOR_${service.toUpperCase()}_PORT)` : message);
  process.exit(1);
});
