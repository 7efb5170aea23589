import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALL_CLASSES, callClass, noCalls, totalCalls } from './call-class';
import { type Run, RunList } from './run-list';

const run = fc.record({
  bucket: fc.integer({ min: 0, max: 200 }),
  length: fc.integer({ min: 1, max: 100 }),
  class: fc.constantFrom(...CALL_CLASSES),
  operation: fc.integer({ min: 0, max: 3 }),
  calls: fc.integer({ min: 0, max: 10_000 }),
});

function listOf(runs: readonly Run[]): RunList {
  const list = new RunList();
  for (const one of runs) list.add(one);
  return list;
}

function total(list: RunList, from: number, to: number): number {
  const counts = noCalls();
  list.sum({ from, to }, counts);
  return totalCalls(counts);
}

describe('calls kept as runs', () => {
  it('are neither lost nor doubled, wherever a range is cut', () => {
    fc.assert(
      fc.property(fc.array(run), fc.integer({ min: 0, max: 300 }), (runs, cut) => {
        const list = listOf(runs);
        const all = runs.reduce((sum, one) => sum + one.calls, 0);
        expect(total(list, 0, cut - 1) + total(list, cut, 1000)).toBe(all);
      }),
      { seed: 23 },
    );
  });

  it('stay what they are when later ones come', () => {
    fc.assert(
      fc.property(fc.array(run), run, fc.integer({ min: 0, max: 300 }), (runs, later, bucket) => {
        const before = total(listOf(runs), bucket, bucket);
        const alone = total(listOf([later]), bucket, bucket);
        expect(total(listOf([...runs, later]), bucket, bucket)).toBe(before + alone);
      }),
      { seed: 23 },
    );
  });

  it('are taken back where they were counted in one bucket, and never below nothing', () => {
    const list = listOf([
      { bucket: 4, length: 1, class: 'success', operation: 0, calls: 10 },
      { bucket: 4, length: 1, class: 'failed', operation: 0, calls: 3 },
      { bucket: 4, length: 2, class: 'success', operation: 0, calls: 8 },
    ]);
    expect(list.take({ bucket: 4, calls: 4 })).toBe(4);
    expect(total(list, 0, 1000)).toBe(17);
    expect(list.take({ bucket: 4, calls: 100 })).toBe(6);
    expect(list.take({ bucket: 5, calls: 1 })).toBe(0);
    expect(total(list, 0, 1000)).toBe(11);
  });

  it('survive being written down', () => {
    const runs = fc.sample(run, { numRuns: 50, seed: 23 });
    const copy = new RunList();
    copy.restore(listOf(runs).snapshot());
    expect(total(copy, 0, 1000)).toBe(total(listOf(runs), 0, 1000));
    copy.add({ bucket: 1, length: 1, class: 'success', operation: 0, calls: 5_000_000_000 });
    expect(total(copy, 0, 1000) - total(listOf(runs), 0, 1000)).toBe(5_000_000_000);
  });

  it.each([
    [200, 'success'],
    [301, 'success'],
    [302, 'other'],
    [304, 'success'],
    [307, 'success'],
    [400, 'failed'],
    [401, 'blocked'],
    [403, 'blocked'],
    [404, 'other'],
    [429, 'blocked'],
    [500, 'failed'],
  ] as const)('count an answer %i as %s', (status, name) => {
    expect(callClass(status)).toBe(name);
  });
});
