import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { closedToEnvFiles } from './env-files';

export interface ProcessOptions {
  /** As people know it: "the application". */
  name: string;
  /** What follows `node`. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Takes everything that the process prints, from its start. */
  logFile: string;
}

export interface ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  /** Settles when it ends; `expected` when stop() was called before. */
  readonly ended: Promise<{ code: number | null; expected: boolean }>;
  lastLines(): string[];
  stop(): Promise<void>;
}

const keptLines = 25;
const stopPatienceMs = 8_000;
const posix = process.platform !== 'win32';

/** Starts a Node program that stays. */
export function startProcess(options: ProcessOptions): ManagedProcess {
  const child = spawnLogged(options);
  const lines = collectLines(child);
  let stopping = false;
  const ended = whenClosed(child).then((code) => ({ code, expected: stopping }));
  return {
    name: options.name,
    logFile: options.logFile,
    ended,
    lastLines: () => [...lines],
    async stop() {
      stopping = true;
      signal(child, 'SIGTERM');
      const force = setTimeout(() => signal(child, 'SIGKILL'), stopPatienceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Runs a Node program to its end; throws with its last lines when it fails. */
export async function runProcess(options: ProcessOptions, abort?: AbortSignal): Promise<void> {
  const child = spawnLogged(options);
  const lines = collectLines(child);
  const cancel = () => signal(child, 'SIGTERM');
  abort?.addEventListener('abort', cancel);
  const code = await whenClosed(child);
  abort?.removeEventListener('abort', cancel);
  if (code !== 0) throw new ProcessFailed(options, code, [...lines]);
}

export class ProcessFailed extends Error {
  override readonly name = 'ProcessFailed';
  constructor(
    from: Pick<ProcessOptions, 'name' | 'logFile'>,
    code: number | null,
    lines: readonly string[],
  ) {
    const how = code === null ? 'was ended by a signal' : `ended with code ${code}`;
    const said = lines.length === 0 ? '(it printed nothing)' : lines.join('\n');
    super(`${from.name} ${how}. Its last lines (all of them: ${from.logFile}):\n\n${said}`);
  }
}

function spawnLogged({ args, env, logFile }: ProcessOptions): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'w' });
  const child = spawn(process.execPath, [...args], {
    env: closedToEnvFiles({ ...process.env, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C then reaches only us, and we stop the children in order.
    detached: posix,
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
  return child;
}

function whenClosed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}

function collectLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      lines.splice(0, lines.length - keptLines);
    });
    stream?.on('end', () => {
      if (rest) lines.push(rest);
    });
  }
  return lines;
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (posix) process.kill(-child.pid, name);
    else child.kill(name);
  } catch {
    // It ended between the look and the signal.
  }
}
