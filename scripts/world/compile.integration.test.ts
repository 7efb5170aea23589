import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledEmulators, compileInto } from './compile';
import { startProcess } from './processes';
import { compiledArgs, PROGRAMS } from './program';
import { readAddresses } from './start-emulators';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the compiled emulators', () => {
  it('are one file that loads nothing but Node, which is what makes a start quick', async () => {
    const text = readFileSync(await compiledEmulators(), 'utf8');
    const imports = [...text.matchAll(/^import\b[^'"]*['"]([^'"]+)['"];$/gm)];
    const names = imports.map(([, name = '']) => name.replace(/^node:/, ''));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !builtinModules.includes(name))).toEqual([]);
  });

  it('answer wherever the file is, without packages next to it', async () => {
    const alone = join(folder, 'emulators.mjs');
    copyFileSync(await compiledEmulators(), alone);
    const args = [...compiledArgs(alone), '--port', '0'];
    const program = startProcess({ name: 'The emulators', args, env: {}, isolated: true });
    try {
      await program.said(/^Control page/);
      const { stripe, portal } = readAddresses(program.lastLines());
      const headers = { authorization: 'Bearer sk_test_any' };
      // The parameters of a call are in a file next to the source.
      const body = new URLSearchParams({ email: 'ada@example.com' });
      const made = await fetch(`${stripe}/v1/customers`, { method: 'POST', headers, body });
      expect(await made.json()).toMatchObject({ object: 'customer', email: 'ada@example.com' });
      expect((await fetch(`${portal}/products`)).status).toBe(200);
    } finally {
      await program.stop();
    }
  });

  it('are compiled again once a source is newer, and not before', async () => {
    const file = await compiledEmulators();
    const madeMs = statSync(file).mtimeMs;
    expect(await compiledEmulators()).toBe(file);
    expect(statSync(file).mtimeMs).toBe(madeMs);
    utimesSync(file, new Date(0), new Date(0));
    await compiledEmulators();
    expect(statSync(file).mtimeMs).toBeGreaterThanOrEqual(madeMs);
  });
});

it('every other program can be compiled', async () => {
  await compileInto(folder, PROGRAMS);
  for (const program of PROGRAMS) {
    expect(statSync(join(folder, program.replace(/\.ts$/, '.mjs'))).size).toBeGreaterThan(0);
  }
});
