import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALL_CLASSES, callClass, noCalls, totalCalls } from './call-class';
import { packRuns, unpackRuns } from './packed-runs';
import { type Run, UsageDays } from './usage-days';

const run = fc.record({
  bucket: fc.integer({ min: 0, max: 200 }),
  length: fc.integer({ min: 1, max: 100 }),
  class: fc.constantFrom(...CALL_CLASSES),
  operation: fc.integer({ min: 0, max: 3 }),
  calls: fc.integer({ min: 0, max: 10_000 }),
});

const SERIES = 2;

function listOf(runs: readonly Run[]): UsageDays {
  const list = new UsageDays();
  for (const one of runs) list.add(SERIES, one);
  return list;
}

function total(list: UsageDays, from: number, to: number, series = SERIES): number {
  const counts = noCalls();
  list.sum(series, { from, to }, counts);
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
    expect(list.take(SERIES, { bucket: 4, calls: 4 })).toBe(4);
    expect(total(list, 0, 1000)).toBe(17);
    expect(list.take(SERIES, { bucket: 4, calls: 100 })).toBe(6);
    expect(list.take(SERIES, { bucket: 5, calls: 1 })).toBe(0);
    expect(total(list, 0, 1000)).toBe(11);
  });

  it('are summed for all series at once as for each by itself', () => {
    const of = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), run));
    fc.assert(
      fc.property(
        of,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (all, from, more) => {
          const list = new UsageDays();
          for (const [series, one] of all) list.add(series, one);
          const range = { from, to: from + more };
          const columns = list.sumAll(41, range);
          for (let series = 0; series < 41; series += 1) {
            const counts = noCalls();
            list.sum(series, range, counts);
            expect(CALL_CLASSES.map((_, at) => columns[at]?.[series])).toEqual(
              CALL_CLASSES.map((name) => counts[name]),
            );
          }
        },
      ),
      { seed: 23 },
    );
  });

  it('know how many of one operation there were', () => {
    fc.assert(
      fc.property(fc.array(run), (runs) => {
        const list = listOf(runs);
        let sum = 0;
        for (let operation = 0; operation < 4; operation += 1) {
          const counts = noCalls();
          list.sum(SERIES, { from: 0, to: 1000 }, counts, operation);
          sum += totalCalls(counts);
        }
        expect(sum).toBe(total(list, 0, 1000));
      }),
      { seed: 23 },
    );
  });

  it('survive being written down', () => {
    const runs = fc.sample(run, { numRuns: 50, seed: 23 });
    const list = listOf(runs);
    list.add(SERIES, {
      bucket: 1,
      length: 1,
      class: 'success',
      operation: 0,
      calls: 5_000_000_000,
    });
    const copy = listOf([...unpackRuns(packRuns([...list.runs(SERIES)]))]);
    expect(total(copy, 0, 1000)).toBe(total(list, 0, 1000));
    for (let bucket = 0; bucket < 300; bucket += 1)
      expect(total(copy, bucket, bucket)).toBe(total(list, bucket, bucket));
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
