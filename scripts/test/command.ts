import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { signalTied, spawnTied } from '../world/tied-process';

export const resultsDir = 'test-results';

export interface Ran {
  ok: boolean;
  output: string;
}

const quiet = { NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' };
const running = new Set<ChildProcess>();
let isEnding = false;

/** Runs a Node program to its end and keeps what it prints, also in test-results/<name>.log. */
export async function runNode(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  // Nobody waits for its result any more.
  if (isEnding) return new Promise<never>(() => {});
  const child = spawnTied({ args, env: { ...process.env, ...quiet, ...env } });
  running.add(child);
  const ran = await outcome(child);
  running.delete(child);
  mkdirSync(resultsDir, { recursive: true });
  writeFileSync(join(resultsDir, `${name}.log`), ran.output);
  return ran;
}

/** Runs what is no program of ours. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  return outcome(spawn(command, args, { stdio: [...stdio], env: { ...process.env, ...env } }));
}

/** Ctrl-C and `kill` end what runs now, with all that it started, and then this program. */
export function endOnSignals(): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      void endRunning().then(() => process.exit(128 + constants.signals[name]));
    });
  }
}

const PATIENCE_MS = 10_000;

async function endRunning(): Promise<void> {
  isEnding = true;
  const ends = [...running].map(
    (child) => new Promise<void>((resolve) => child.once('close', () => resolve())),
  );
  // The other end of their input: each ends its group, at first in order.
  for (const child of running) child.stdin?.end();
  const force = setTimeout(() => {
    for (const child of running) signalTied(child, 'SIGKILL');
  }, PATIENCE_MS);
  await Promise.all(ends);
  clearTimeout(force);
}

function outcome(child: ChildProcess): Promise<Ran> {
  return new Promise((resolve) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}
