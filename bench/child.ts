import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A program of the benchmark that takes one order at a time and answers each. */
export interface Child {
  /** What it said first. */
  readonly hello: unknown;
  ask<T>(order: object): Promise<T>;
  /** At once, as a machine that goes away. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Started as this program was: `node --cpu-prof --import tsx bench/main.ts` profiles all of them. */
export async function startChild(file: string, args: readonly string[]): Promise<Child> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    hello: await answerOf(child),
    ask: async <T>(order: object) => {
      child.send(order);
      return (await answerOf(child)) as T;
    },
    kill: () => kill(child),
    stop: () => leave(child),
  };
}

/** Rejects when the program ends instead of answering. */
async function answerOf(child: ChildProcess): Promise<unknown> {
  const given = new AbortController();
  const { signal } = given;
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new ChildEnded(code);
      }),
    ]);
    return message;
  } finally {
    given.abort();
  }
}

export class ChildEnded extends Error {
  constructor(code: unknown) {
    super(`The program ended with ${String(code)}.`);
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The programs end by themselves when nobody is there to give them orders. */
async function leave(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
