import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export interface TiedOptions {
  /** What follows `node`. */
  args: readonly string[];
  /** The whole environment of the program. */
  env: Readonly<NodeJS.ProcessEnv>;
  cwd?: string;
  /** Whether messages can be sent to it. */
  ipc?: boolean;
}

const endWithParent = new URL('end-with-parent.mjs', import.meta.url).href;
const posix = process.platform !== 'win32';

/** Starts a Node program that ends, with all that it started, when this program is gone, however this one ended. */
export function spawnTied({ args, env, cwd, ipc }: TiedOptions): ChildProcess {
  const options: SpawnOptions = {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...env, END_WITH_PARENT: 'on' },
    stdio: ['pipe', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    // A group of its own: Ctrl-C then reaches only us, and we stop the children in order.
    detached: posix,
  };
  const child = spawn(process.execPath, ['--import', endWithParent, ...args], options);
  // The pipe breaks when the child ends first.
  child.stdin?.on('error', () => {});
  return child;
}

/** To the program and to what it started. */
export function signalTied(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (posix) process.kill(-child.pid, name);
    else child.kill(name);
  } catch {
    // It ended between the look and the signal.
  }
}
