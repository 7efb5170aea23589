import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { waitForOk } from '../scripts/world/wait-for';

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
 * Starts the emulators as the program that they are, on free ports, in memory, with a clock that moves only
 * when a test says so. Nothing of them is imported: what is tested against is what answers over HTTP.
 */
export async function startEmulators(
  options: {
    clock?: string;
    /** How long the application must be quiet after a webhook; 0 when it works before it answers. */
    quietMs?: number;
  } = {},
): Promise<RunningEmulators> {
  const [stripe, arm, gateway, portal] = await freePorts();
  const output: string[] = [];
  const child = spawn(process.execPath, ['--import', 'tsx', 'emulators/main.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      NODE_ENV: 'test',
      EMULATOR_STRIPE_PORT: String(stripe),
      EMULATOR_ARM_PORT: String(arm),
      EMULATOR_GATEWAY_PORT: String(gateway),
      EMULATOR_PORTAL_PORT: String(portal),
      EMULATOR_CLOCK: options.clock ?? '2026-11-23T10:00:00Z',
      EMULATOR_CLOCK_MODE: 'frozen',
      ...(options.quietMs === undefined ? {} : { EMULATOR_QUIET_MS: String(options.quietMs) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  const address = (port: number) => `http://127.0.0.1:${port}`;
  const controlUrl = `${address(stripe)}/_control`;
  try {
    await answering(child, `${controlUrl}/clock`);
  } catch (error) {
    await stop(child);
    throw new Error(`The emulators did not start.\n${output.join('').trim()}`, { cause: error });
  }
  return {
    stripeUrl: address(stripe),
    armUrl: address(arm),
    gatewayUrl: address(gateway),
    portalUrl: address(portal),
    control: (path, body) => callControl(`${controlUrl}/${path}`, body),
    stop: () => stop(child),
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

async function answering(child: ChildProcess, url: string): Promise<void> {
  const given = new AbortController();
  const ended = once(child, 'exit', { signal: given.signal }).then(([code]) => {
    throw new Error(`The program ended with ${code}.`);
  });
  try {
    await Promise.race([waitForOk(url, { timeoutMs: PATIENCE_MS, abort: given.signal }), ended]);
  } finally {
    given.abort();
    ended.catch(() => {});
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const hardStop = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(hardStop);
}

/** Four ports that were free at once. The emulators take fixed ones, because their addresses go into settings. */
async function freePorts(): Promise<[number, number, number, number]> {
  const servers = await Promise.all([listen(), listen(), listen(), listen()]);
  await Promise.all(servers.map(({ close }) => close()));
  const [a, b, c, d] = servers.map(({ port }) => port);
  if (!a || !b || !c || !d) throw new Error('The machine gave no ports.');
  return [a, b, c, d];
}

async function listen(): Promise<{ port: number; close(): Promise<unknown> }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
