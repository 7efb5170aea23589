import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { compileInto } from '../scripts/world/compile';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Compiles a source once for a file of tests that start it in processes of their own. Returns a function with the address
 * to import there. In the project's folder, where its packages are found.
 */
export function compiled(source: string): () => string {
  let folder = '';
  beforeAll(async () => {
    mkdirSync(join(root, '.data'), { recursive: true });
    folder = mkdtempSync(join(root, '.data', 'compiled-'));
    await compileInto(folder, [source]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => pathToFileURL(join(folder, source.replace(/\.ts$/, '.mjs'))).href;
}
