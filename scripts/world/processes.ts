import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { closedToEnvFiles } from './env-files';
import { signalTied, spawnTied } from './tied-process';

export interface ProcessOptions {
  /** As people know it: "the application". */
  name: string;
  /** What follows `node`. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Whether `env` is all that it is given; otherwise it is added to our own environment. */
  isolated?: boolean;
  /** Takes everything that the process prints, from its start. */
  logFile?: string;
}

export interface ManagedProcess {
  readonly name: string;
  /** Settles when it ends; `expected` when stop() was called before. */
  readonly ended: Promise<{ code: number | null; expected: boolean }>;
  /** Rejects when it ends and nobody stopped it; never resolves. */
  readonly failure: Promise<never>;
  lastLines(): string[];
  /** Waits for a line that it prints, and gives the match. Rejects when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a message to a program that was started with `ipc`. */
  send(message: object): void;
  stop(): Promise<void>;
}

const keptLines = 25;
const stopPatienceMs = 8_000;

/** Starts a Node program that stays. */
export function startProcess(options: ProcessOptions & { ipc?: boolean }): ManagedProcess {
  const child = spawnLogged(options);
  const { lines, wait } = collectLines(child);
  let stopping = false;
  const ended = whenClosed(child).then((code) => ({ code, expected: stopping }));
  const failure = ended.then(({ code, expected }) => {
    if (expected) return new Promise<never>(() => {});
    throw new ProcessFailed(options, code, lines);
  });
  // Callers that wait for it get the error; nobody has to wait.
  failure.catch(() => {});
  return {
    name: options.name,
    ended,
    failure,
    lastLines: () => [...lines],
    said: (pattern) => Promise.race([wait(pattern), failure]),
    send: (message) => void child.send(message),
    async stop() {
      stopping = true;
      signalTied(child, 'SIGTERM');
      const force = setTimeout(() => signalTied(child, 'SIGKILL'), stopPatienceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Runs a Node program to its end; throws with its last lines when it fails. */
export async function runProcess(options: ProcessOptions, abort?: AbortSignal): Promise<void> {
  const child = spawnLogged(options);
  const { lines } = collectLines(child);
  const cancel = () => signalTied(child, 'SIGTERM');
  abort?.addEventListener('abort', cancel);
  const code = await whenClosed(child);
  abort?.removeEventListener('abort', cancel);
  if (code !== 0) throw new ProcessFailed(options, code, lines);
}

export class ProcessFailed extends Error {
  override readonly name = 'ProcessFailed';
  constructor(
    from: Pick<ProcessOptions, 'name' | 'logFile'>,
    code: number | null,
    lines: readonly string[],
  ) {
    const how = code === null ? 'ended by a signal' : `ended with code ${code}`;
    const said = lines.length === 0 ? '(it printed nothing)' : lines.join('\n');
    const rest = from.logFile === undefined ? '' : ` (all of them: ${from.logFile})`;
    super(`${from.name} ${how}. Its last lines${rest}:\n\n${said}`);
  }
}

function spawnLogged(options: ProcessOptions & { ipc?: boolean }): ChildProcess {
  const { args, env, logFile, isolated = false, ipc = false } = options;
  const { NODE_ENV } = process.env;
  const whole = isolated ? { NODE_ENV, ...env } : closedToEnvFiles({ ...process.env, ...env });
  const child = spawnTied({ args, env: whole, ipc });
  if (logFile === undefined) return child;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'w' });
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

interface Lines {
  /** The last ones. */
  lines: readonly string[];
  /** For one that was printed already, or that will be. */
  wait(pattern: RegExp): Promise<RegExpExecArray>;
}

function collectLines(child: ChildProcess): Lines {
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  const take = (line: string) => {
    lines.push(line);
    for (const look of waiting) look(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) take(part);
      lines.splice(0, lines.length - keptLines);
    });
    stream?.on('end', () => {
      if (rest) take(rest);
    });
  }
  return {
    lines,
    wait: (pattern) =>
      new Promise((resolve) => {
        const look = (line: string) => {
          const match = pattern.exec(line);
          if (!match) return;
          waiting.delete(look);
          resolve(match);
        };
        waiting.add(look);
        for (const line of lines) look(line);
      }),
  };
}
