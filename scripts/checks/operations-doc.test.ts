import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  CALL_DURATION,
  COUNTERS,
  GAUGES,
  HISTOGRAMS,
} from '../../lib/server/telemetry/instruments';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const operations = read('docs/operations.md');

describe('docs/operations.md', () => {
  it('explains every metric, and none that there is not', () => {
    const measured = [COUNTERS, HISTOGRAMS, GAUGES].flatMap((list) => Object.keys(list));
    const names = [CALL_DURATION.name, ...measured.map((name) => `tollgate.${name}`)];
    for (const name of names) expect.soft(operations).toContain(`\`${name}\``);
    for (const [, name = ''] of operations.matchAll(/^\| `(tollgate\.[\w.]+)`/gm)) {
      expect.soft(names).toContain(name);
    }
  });

  it('has a runbook for every failure that the simulation makes, under its name', () => {
    const table = read('simulation/README.md').matchAll(/^\| `([a-z-]+)` \|/gm);
    const failures = [...table].map(([, name = '']) => name);
    const runbooks = [...operations.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name);
    expect(failures).toHaveLength(11);
    expect(runbooks).toEqual(failures);
  });

  it('has every signal of the overview, under its title', () => {
    const titles = [
      ...read('app/operator/_parts/attention-text.ts').matchAll(/^ {4}title: '([^']+)',$/gm),
    ].map(([, title = '']) => title);
    expect(titles.length).toBeGreaterThan(20);
    const rows = [...operations.matchAll(/^\| ([A-Z][^|`]+) \| [^|]+ \| [^|]+ \|$/gm)].map(
      ([, title]) => title,
    );
    expect(rows.toSorted()).toEqual(titles.toSorted());
  });

  it('quotes lines of the log that are written somewhere', () => {
    const section = operations.slice(
      operations.indexOf('## The log'),
      operations.indexOf('## Runbooks'),
    );
    const lines = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, line = '']) => line);
    expect(lines.length).toBeGreaterThan(5);
    const code = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith(join('db', 'generated')))
      .map((name) => read(join('lib', name)))
      .join('\n');
    for (const line of lines) expect.soft(code).toContain(`'${line}'`);
  });
});
