import { expect, test } from 'vitest';
import type { RunSummary } from '@/lib/use-cases/runs/runs';
import { collapseQuiet } from './collapse-quiet';

const at = new Date('2027-01-06T10:00:00Z');

function run(id: string, count = 0, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    kind: 'billing',
    startedAt: at,
    finishedAt: at,
    outcome: 'done',
    counts: [{ name: 'events', count }],
    failures: 0,
    readThrough: null,
    cursor: null,
    ...changes,
  };
}

const shown = (runs: RunSummary[]) =>
  collapseQuiet(runs).map((row) =>
    row.kind === 'run' ? row.run.id : `${row.first.id}..${row.last.id} ${row.count}`,
  );

test('quiet runs in a row are one row; what did something, or failed, is never hidden', () => {
  expect(
    shown([
      run('a'),
      run('b'),
      run('c'),
      run('d', 2),
      run('e'),
      run('f'),
      run('g', 0, { outcome: 'partial', failures: 1 }),
      run('h', 0, { outcome: 'running', finishedAt: null }),
      run('i'),
      run('j'),
      run('k'),
      run('l'),
    ]),
  ).toEqual(['a..c 3', 'd', 'e', 'f', 'g', 'h', 'i..l 4']);
});
