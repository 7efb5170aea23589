import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sections = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = '', ...lines] = section.split('\n');
    const rows = lines.filter((line) => line.startsWith('| ')).slice(1);
    return {
      title,
      rows,
      terms: rows.map((row) => (row.split('|')[1] ?? '').trim().toLowerCase()),
    };
  });
const retired = sections.find(({ title }) => title === 'Retired words');
const ofTerms = sections.filter((section) => section !== retired);

describe('docs/glossary.md', () => {
  it.each(ofTerms)('$title is in alphabetical order, each term once', ({ terms }) => {
    expect(terms.length).toBeGreaterThan(15);
    expect(terms).toEqual([...new Set(terms)].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('has one plain line for each term, and a replacement for each retired word', () => {
    const rows = sections.flatMap((section) => section.rows);
    const broken = rows.filter((row) => !/^\| [^|]+ \| \S[^|]* \|$/.test(row));
    expect(broken).toEqual([]);
    expect(retired?.rows.length).toBeGreaterThan(15);
  });

  it('quotes only names that are in the code', () => {
    const quoted = ofTerms.flatMap(({ rows }) =>
      rows.flatMap((row) => [...row.matchAll(/`([\w./-]{3,})`/g)].map(([, name = '']) => name)),
    );
    const patterns = quoted.flatMap((name) => ['-e', name]);
    const places = [':!docs', ':!scripts/checks', ':!*.md'];
    const found = execFileSync('git', ['grep', '-hoIF', ...patterns, '--', ...places], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const names = new Set(found.split('\n'));
    const paths = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' });
    const missing = quoted.filter((name) => !names.has(name) && !paths.includes(name));
    expect(quoted.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});
