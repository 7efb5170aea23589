import { describe, expect, it } from 'vitest';
import { compareSuspensions, type Suspended, suspensionsIn } from './suspensions';

const at = (hour: number) => new Date(Date.UTC(2027, 0, 1, hour));
const time = (start: number, end: number | null): Suspended => ({
  subscriptionId: 'sub-1',
  start: at(start),
  end: end === null ? null : at(end),
});
const problemsOf = (
  seen: Suspended[],
  rows: Suspended[],
  of: { quiet?: number[]; hasFailures?: boolean } = {},
) =>
  compareSuspensions(seen, rows, {
    quietAt: (of.quiet ?? []).map(at),
    now: at(100),
    hasFailures: of.hasFailures ?? true,
  }).problems;

describe('suspensions that the gateway saw', () => {
  it('last until the next activation, over an end', () => {
    const changes = (
      [
        ['active', 1],
        ['suspended', 2],
        ['active', 3],
        ['suspended', 5],
        ['cancelled', 6],
      ] as const
    ).map(([state, hour]) => ({ subscription: 'sub-1', state, at: at(hour) }));
    expect(suspensionsIn(changes)).toEqual([time(2, 3), time(5, null)]);
  });

  it('are what counts where the rows agree', () => {
    const both = [time(2, 3), time(5, null)];
    const of = { quietAt: [at(4)], now: at(100), hasFailures: false };
    expect(compareSuspensions(both, [...both], of)).toEqual({ problems: [], times: both });
  });

  it.each([
    ['a row that nobody made', [], [time(2, 3)]],
    ['a row that begins early', [time(3, 8)], [time(2, 8)]],
    ['a row that ends early', [time(2, 8)], [time(2, 7)]],
  ])('never follow %s', (_, seen, rows) => {
    // The row that ended early says that it was opened, which the gateway did not do.
    expect(problemsOf(seen, rows)).toEqual([
      expect.stringContaining('which the gateway never did'),
    ]);
  });

  it.each([
    ['begins late', [time(2, 8)], [time(3, 8)]],
    ['ends late', [time(2, 8)], [time(2, 9)]],
    ['is missing', [time(2, 8)], []],
  ])('are found when a row %s without a failure', (_, seen, rows) => {
    expect(problemsOf(seen, rows, { hasFailures: false })).toEqual([
      expect.stringContaining('without any failure'),
    ]);
    expect(problemsOf(seen, rows)).toEqual([]);
  });

  it('are noticed by the next run without a failure', () => {
    expect(problemsOf([time(2, null)], [time(5, null)], { quiet: [2, 5, 6] })).toEqual([]);
    expect(problemsOf([time(2, null)], [time(5, null)], { quiet: [4] })).toEqual([
      expect.stringContaining('after the run at 2027-01-01T04:00:00.000Z too'),
    ]);
  });
});
