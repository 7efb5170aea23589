import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lines = read('ARCHITECTURE.md').split('\n');

const quotedIn = (text: string) =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted);
const isPath = (text: string) =>
  /^[\w.()[\]-]+(\/[\w.()[\]-]*)*$/.test(text) &&
  (text.includes('/') || /\.(ts|mjs|md)$/.test(text));

/** Paths are written from the root, or from the folder that their row of a table is about. */
function exists(path: string, line: string): boolean {
  const [, firstCell = ''] = line.split('|');
  const folders = quotedIn(firstCell).flatMap((name) => [name, `lib/use-cases/${name}`]);
  return ['', ...folders].some((folder) => existsSync(join(root, folder, path)));
}

/** The pairs of a file and a function under "Questions and where they are answered". */
function answers(): { path: string; name: string }[] {
  const start = lines.indexOf('## Questions and where they are answered');
  const end = lines.findIndex((line, at) => at > start && line.startsWith('## '));
  return lines
    .slice(start, end)
    .flatMap((line) => [...line.matchAll(/`([\w./-]+)`: `(\w+)`/g)])
    .map(([, path = '', name = '']) => ({ path, name }));
}

describe('ARCHITECTURE.md', () => {
  it('names only paths that exist', () => {
    const missing = lines.flatMap((line) =>
      quotedIn(line).filter((quoted) => isPath(quoted) && !exists(quoted, line)),
    );
    expect(missing).toEqual([]);
  });

  it('has a row for every folder at the top and in lib', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
    const top = new Set(
      tracked.filter((path) => path.includes('/')).map((path) => path.split('/')[0]),
    );
    const lib = readdirSync(join(root, 'lib'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `lib/${name}/`);
    const rows = lines
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => quotedIn(line.split('|')[1] ?? ''));
    for (const folder of top) {
      expect
        .soft(
          rows.some((row) => row.startsWith(`${folder}/`)),
          `${folder}/`,
        )
        .toBe(true);
    }
    expect(lib.filter((folder) => !rows.includes(folder))).toEqual([]);
  });

  it('answers each question with a function that is in its file', () => {
    expect(answers().length).toBeGreaterThan(20);
    for (const { path, name } of answers()) {
      expect.soft(read(path), `${path}: ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });
});
