import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodAt } from '../usage/billing-period';
import { type AllowancePeriod, allowanceUsedBefore } from './allowance';

const TERMS = { included: 100, recurring: { interval: 'month', intervalCount: 1 } } as const;

function period(
  subscriptionId: string,
  [start, end]: [string, string],
  calls: number,
  closedAt: string | null = null,
): AllowancePeriod {
  const at = (day: string) => new Date(`2026-${day}T00:00:00Z`);
  return {
    subscriptionId,
    start: at(start),
    end: at(end),
    calls,
    closedAt: closedAt === null ? null : at(closedAt),
    partOf: null,
    ...TERMS,
  };
}

const used = (...periods: AllowancePeriod[]) => allowanceUsedBefore(periods);

describe('an allowance', () => {
  test('is whole for the only subscription, in every period', () => {
    expect(used(period('a', ['01-10', '02-10'], 500), period('a', ['02-10', '03-10'], 20))).toEqual(
      [0, 0],
    );
  });

  test('that was used is gone for a new subscription in the same period, and back in the next', () => {
    expect(
      used(
        period('a', ['01-10', '01-12'], 60),
        period('b', ['01-12', '01-13'], 30),
        period('c', ['01-13', '02-13'], 200),
        period('c', ['02-13', '03-13'], 200),
      ),
    ).toEqual([0, 60, 90, 0]);
  });

  test('is gone after a change of plan away and back', () => {
    expect(used(period('a', ['01-10', '01-12'], 250), period('a', ['01-13', '02-10'], 40))).toEqual(
      [0, 100],
    );
  });

  test('is not given to a second subscription next to the first', () => {
    expect(
      used(
        period('a', ['01-10', '02-10'], 0),
        period('b', ['01-20', '02-20'], 50),
        period('a', ['02-10', '03-10'], 70),
        period('b', ['02-20', '03-20'], 50),
      ),
    ).toEqual([0, 100, 0, 100]);
  });

  test('goes to the second when the first, unused, is being ended', () => {
    expect(
      used(period('a', ['01-10', '02-10'], 10, '01-11'), period('b', ['01-12', '02-12'], 50)),
    ).toEqual([0, 10]);
  });

  test('is shared by a period and what a pause left of it', () => {
    const rest = period('b', ['01-15', '02-10'], 30);
    expect(
      used(
        period('a', ['01-10', '01-12'], 40),
        period('b', ['01-12', '01-15'], 20),
        { ...rest, partOf: new Date('2026-01-12T00:00:00Z') },
        period('c', ['02-09', '03-09'], 80),
      ),
    ).toEqual([0, 40, 0, 90]);
  });

  test('is never given more than once in a cycle, however an owner buys and cancels', () => {
    const lives = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 120 }),
        days: fc.integer({ min: 1, max: 28 }),
        calls: fc.integer({ min: 0, max: 400 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(lives, (all) => {
        const day = (at: number) => new Date(Date.UTC(2026, 0, 10) + at * 86_400_000);
        const periods = all.map(({ from, days, calls }, at) => ({
          subscriptionId: `sub-${at}`,
          start: day(from),
          end: day(from + days),
          calls,
          closedAt: null,
          partOf: null,
          ...TERMS,
        }));
        const before = allowanceUsedBefore(periods);
        const anchor = new Date(Math.min(...periods.map(({ start }) => start.getTime())));
        const given = new Map<number, number>();
        for (const [at, { start, calls }] of periods.entries()) {
          const free = Math.min(100 - (before[at] ?? 0), calls);
          const cycle = periodAt(anchor, TERMS.recurring, start).start.getTime();
          given.set(cycle, (given.get(cycle) ?? 0) + free);
        }
        for (const calls of given.values()) expect(calls).toBeLessThanOrEqual(100);
      }),
    );
  });
});
