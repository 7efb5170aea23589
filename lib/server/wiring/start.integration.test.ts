import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compiled } from '../../../testing/compiled';

const instrumentation = compiled('instrumentation.ts');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tollgate-start-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** What Next does first; the process would then serve until it is stopped. */
async function start(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; said: string }> {
  const program = `import { register } from '${instrumentation()}';
    await register(); setInterval(() => {}, 1000); console.log('serving');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', NEXT_RUNTIME: 'nodejs', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes('serving')) child.kill('SIGKILL');
    });
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

it('a server whose data folder cannot be written ends with code 1 and says why', async () => {
  const file = join(dir, 'data');
  await writeFile(file, 'a file where the folder should be');
  const { code, said } = await start({ DATA_DIR: file });
  expect(code).toBe(1);
  expect(said).toMatch(/Not started: .*(ENOTDIR|EEXIST)/);
});

it('a server whose database another process has open ends with code 1 and says what to do', async () => {
  await mkdir(join(dir, 'postgres'));
  const lock = join(dir, 'postgres.lock');
  // This process, which is alive on this machine: no need to watch for a heartbeat.
  const { takeFolderLock } = await import('../../db/folder-lock');
  const taken = await takeFolderLock(lock, { onLost: () => {} });
  const { code, said } = await start({ DATA_DIR: dir });
  await taken.release();
  expect(code).toBe(1);
  expect(said).toMatch(/Not started: .*is open in process \d+\. Stop that process/);
});

it('a server without a catalog ends with code 1 and says which file', async () => {
  const { code, said } = await start({ DATA_DIR: dir, CATALOGUE_PATH: join(dir, 'none.json') });
  expect(code).toBe(1);
  expect(said).toMatch(/Not started: .*none\.json/);
});
