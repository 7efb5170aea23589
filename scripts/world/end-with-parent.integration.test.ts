import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { compiled } from '../../testing/compiled';
import { alive, type Descendant, descendantsOf, withEnvironment } from '../../testing/descendants';
import { postgresBinaries } from './postgres';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MARK = `TOLLGATE_TEST_${randomUUID().replaceAll('-', '_')}`;
const started: ChildProcess[] = [];
const seen: Descendant[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  const left = new Set(alive(seen));
  for (const { pid, command } of seen.splice(0)) {
    if (left.has(command)) process.kill(pid, 'SIGKILL');
  }
});

/** A program of ours that has started what it starts, and all of that. */
async function running(
  args: readonly string[],
  isComplete: (all: readonly Descendant[]) => boolean,
  env: Readonly<Record<string, string>> = {},
): Promise<{ program: ChildProcess; children: Descendant[] }> {
  const program = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, [MARK]: 'here' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  started.push(program);
  const children = () => descendantsOf(program.pid ?? 0);
  await expect.poll(() => isComplete(children()), { timeout: 90_000, interval: 200 }).toBe(true);
  const all = children();
  seen.push(...all);
  return { program, children: all };
}

const has = (all: readonly Descendant[], pattern: RegExp) =>
  all.some(({ command }) => pattern.test(command));
/** Of those that were seen, and of those that came after. */
const left = (children: readonly Descendant[]) => [
  ...alive(children),
  ...withEnvironment(`${MARK}=here`),
];
const gone = { timeout: 30_000, interval: 100 };

describe('the test command', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('leaves nothing running after %s', async (signal) => {
    const args = ['scripts/test.mjs', '--only=simulation'];
    const { program, children } = await running(
      args,
      (all) => has(all, /simulation.worker/) && has(all, /emulators.(dist.)?main/),
    );
    program.kill(signal);
    await expect.poll(() => left(children), gone).toEqual([]);
  });
});

describe('a PostgreSQL server for tests', () => {
  const postgres = compiled('scripts/world/postgres.ts');
  it.skipIf(postgresBinaries() === null)(
    'ends when the program that started it is killed, and its folder is removed',
    async () => {
      const program = `
        import { postgresBinaries, startPostgres } from '${postgres()}';
        await startPostgres(postgresBinaries());
        setInterval(() => {}, 1000);`;
      const { program: parent, children } = await running(
        ['--input-type=module', '--eval', program],
        (all) => has(all, /postgres: .*(launcher|writer)/),
      );
      const folder = /-D (\S+)\/data/.exec(children.map(({ command }) => command).join('\n'))?.[1];
      expect(existsSync(folder ?? '')).toBe(true);
      parent.kill('SIGKILL');
      await expect.poll(() => left(children), gone).toEqual([]);
      await expect.poll(() => existsSync(folder ?? ''), gone).toBe(false);
    },
  );
});

describe('what npm has started', () => {
  it('ends when npm is killed, which can pass nothing on then', async () => {
    const npm = `
      import { spawn } from 'node:child_process';
      // As npm does, with a shell between; the second command keeps it from making way.
      spawn('sh', ['-c', process.execPath + ' scripts/test.mjs --only=simulation; true'], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    const { program, children } = await running(
      ['--input-type=module', '--eval', npm],
      (all) => has(all, /simulation.worker/),
      { npm_lifecycle_event: 'test' },
    );
    program.kill('SIGKILL');
    await expect.poll(() => left(children), gone).toEqual([]);
  });
});
