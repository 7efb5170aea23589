import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProcessFailed, runProcess, startProcess } from './processes';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tollgate-processes-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const program = (source: string) => ({
  name: 'The program',
  args: ['-e', source],
  env: {},
  logFile: join(dir, 'logs', 'program.log'),
});

describe('a program that is run to its end', () => {
  it('leaves all it printed in its log', async () => {
    await runProcess(program('console.log("out"); console.error("err")'));
    const log = await readFile(join(dir, 'logs', 'program.log'), 'utf8');
    expect(log).toContain('out');
    expect(log).toContain('err');
  });

  it('fails with its last lines and its exit code', async () => {
    const failing = runProcess(program('console.log("the reason"); process.exit(3)'));
    await expect(failing).rejects.toThrow(ProcessFailed);
    await expect(failing).rejects.toThrow(/code 3[\s\S]*the reason/);
  });

  it('is ended when the whole is', async () => {
    const abort = new AbortController();
    const running = runProcess(program('setInterval(() => {}, 1000)'), abort.signal);
    abort.abort();
    await expect(running).rejects.toThrow(ProcessFailed);
  });
});

describe('a program that stays', () => {
  it('can be stopped, together with what it started', async () => {
    // The grandchild holds the same output open, so the end is seen only when both are gone.
    const process_ = startProcess(
      program(`
        const { spawn } = require('node:child_process');
        const stay = 'console.log("both run"); setInterval(() => {}, 1000)';
        spawn(process.execPath, ['-e', stay], { stdio: 'inherit' });
        setInterval(() => {}, 1000);
      `),
    );
    await expect.poll(() => process_.lastLines(), { timeout: 5_000 }).toEqual(['both run']);
    await process_.stop();
    expect(await process_.ended).toEqual({ code: null, expected: true });
  });

  it('that ends by itself is distinguished from one that was stopped', async () => {
    const process_ = startProcess(program('console.log("bye")'));
    expect(await process_.ended).toEqual({ code: 0, expected: false });
    expect(process_.lastLines()).toEqual(['bye']);
  });
});
