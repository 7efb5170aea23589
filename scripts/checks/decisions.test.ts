import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = 'docs/decisions';
const names = readdirSync(join(root, FOLDER)).sort();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** A file that a decision is referred to by: in full from anywhere, or by its name alone from another decision. */
const REFERENCE = /decisions\/(\d{4}[\w.-]*)/g;
const LINK_BETWEEN = /\]\((\d{4}[\w.-]*)\)/g;

function referencesIn(path: string): string[] {
  const text = read(path);
  const found = [...text.matchAll(REFERENCE)];
  if (path.startsWith(`${FOLDER}/`)) found.push(...text.matchAll(LINK_BETWEEN));
  return found.map(([, name = '']) => name);
}

describe('docs/decisions', () => {
  it.each(names)('%s has the form of a decision', (name) => {
    const [, number = ''] = /^(\d{4})-[a-z0-9-]+\.md$/.exec(name) ?? [];
    const [title = '', blank, status = ''] = read(join(FOLDER, name)).split('\n');
    expect(title).toMatch(new RegExp(`^# ${Number(number)}\\. \\S`));
    expect(blank).toBe('');
    expect(status).toMatch(/^Status: (accepted|superseded by decision \[\d+\]\()/);

    const parts = read(join(FOLDER, name)).split(/^## /m).slice(1);
    const headings = parts.map((part) => part.slice(0, part.indexOf('\n')));
    expect(headings).toEqual(['Context', 'Decision', 'Rejected', 'Consequences']);
    const empty = parts.filter((part) => part.slice(part.indexOf('\n')).trim() === '');
    expect(empty).toEqual([]);
  });

  it('has each number once', () => {
    const numbers = names.map((name) => name.slice(0, 4));
    expect(numbers).toEqual([...new Set(numbers)]);
  });

  it('is referred to only by files that exist', () => {
    const list = execFileSync('git', ['grep', '-lIE', `decisions/[0-9]{4}|^# [0-9]+\\. `], {
      cwd: root,
      encoding: 'utf8',
    });
    const files = list.split('\n').filter((path) => path !== '');
    const missing = files.flatMap((path) =>
      referencesIn(path)
        .filter((name) => !existsSync(join(root, FOLDER, name)))
        .map((name) => `${path}: ${name}`),
    );
    expect(files.length).toBeGreaterThan(names.length);
    expect(missing).toEqual([]);
  });

  it('is linked under the number that the link says', () => {
    const wrong = names.flatMap((name) =>
      [...read(join(FOLDER, name)).matchAll(/\[(\d+)\]\((\d{4})-/g)]
        .filter(([, said, number]) => Number(said) !== Number(number))
        .map(([link]) => `${name}: ${link}`),
    );
    expect(wrong).toEqual([]);
  });
});
