import { startEmulatorProgram } from '../scripts/world/start-emulators';

export interface RunningEmulators {
  stripeUrl: string;
  armUrl: string;
  gatewayUrl: string;
  portalUrl: string;
  /** Calls the control API: `control('clock', { advance: 'P1M' })`; without a body it is a GET. */
  control(path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 45_000;

/**
 * Starts the emulators as the program that they are, on ports that the system gives, in memory, with a clock that moves
 * only when a test says so. Nothing of them is imported: what is tested against is what answers over HTTP.
 */
export async function startEmulators(
  options: {
    clock?: string;
    /** How long the application must be quiet after a webhook; 0 when it works before it answers. */
    quietMs?: number;
    /** Where their state is from and is kept; in memory otherwise. */
    dataDir?: string | undefined;
  } = {},
): Promise<RunningEmulators> {
  const { process, addresses } = await startEmulatorProgram({
    isolated: true,
    env: {
      NODE_ENV: 'test',
      EMULATOR_STRIPE_PORT: '0',
      EMULATOR_ARM_PORT: '0',
      EMULATOR_GATEWAY_PORT: '0',
      EMULATOR_PORTAL_PORT: '0',
      EMULATOR_CLOCK: options.clock ?? '2026-11-23T10:00:00Z',
      EMULATOR_CLOCK_MODE: 'frozen',
      ...(options.dataDir === undefined ? {} : { EMULATOR_DATA_DIR: options.dataDir }),
      ...(options.quietMs === undefined ? {} : { EMULATOR_QUIET_MS: String(options.quietMs) }),
    },
  });
  return {
    stripeUrl: addresses.stripe,
    armUrl: addresses.arm,
    gatewayUrl: addresses.gateway,
    portalUrl: addresses.portal,
    control: (path, body) => callControl(`${addresses.control}/${path}`, body),
    stop: () => process.stop(),
  };
}

async function callControl(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
