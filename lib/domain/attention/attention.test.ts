import { describe, expect, test } from 'vitest';
import { type AttentionFacts, judgeAttention, SIGNALS, type SignalName } from './attention';

const now = new Date('2027-03-01T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const quiet: AttentionFacts = {
  now,
  customersSince: ago(1000),
  usageReadThrough: ago(1),
  deferredInvoices: { count: 0, oldestEnd: null, overdue: 0 },
  deferHours: 48,
  leftDrafts: 0,
  lostAmounts: 0,
  billingRunAt: ago(1),
  unfinishedRuns: 0,
  runFailures: 0,
  differences: 0,
  problems: 0,
  disputes: 0,
  lostSubscriptions: 0,
  foreignSubscriptions: 0,
  blockedUsers: 0,
  unbillable: 0,
  paymentSignals: 0,
  pastDue: 0,
  suspended: 0,
  interruptedSyncs: 0,
  cancelling: 0,
  latePlanned: 0,
  events: { waiting: 0, oldestWaitingAt: null, failed: 0, givenUp: 0 },
  meterErrors: 0,
  mail: { givenUp: 0, oldestWaitingSeconds: null },
  refusedLinks: 0,
  unreadPrices: 0,
  swappedPeriods: 0,
  clock: { databaseDifferenceMs: 0, latestEventAheadMs: 0 },
  catalog: { kind: 'read', changes: 0 },
};

function openOf(changes: Partial<AttentionFacts>) {
  const { headline, items } = judgeAttention({ ...quiet, ...changes });
  const open = items.filter(({ level }) => level === 'warn' || level === 'bad');
  expect(headline).toBe(open.length > 0 ? 'open' : 'clear');
  return open.map(({ name, level, count }) => [name, level, count]);
}

describe('the headline of the overview', () => {
  test('is clear when every signal was looked at and none is open', () => {
    expect(openOf({})).toEqual([]);
  });

  test('never says clear about what could not be looked at', () => {
    expect(judgeAttention({ ...quiet, catalog: null }).headline).toBe('unknown');
    expect(judgeAttention({ ...quiet, catalog: null, suspended: 1 }).headline).toBe('open');
  });

  test('is clear where nothing was ever sold', () => {
    expect(openOf({ customersSince: null, usageReadThrough: null, billingRunAt: null })).toEqual(
      [],
    );
  });

  const cases: [SignalName, 'warn' | 'bad', number, Partial<AttentionFacts>][] = [
    ['usage-age', 'warn', 1, { usageReadThrough: ago(37) }],
    ['usage-age', 'bad', 1, { usageReadThrough: ago(73) }],
    ['usage-age', 'bad', 1, { usageReadThrough: null }],
    ['runs-stopped', 'bad', 1, { billingRunAt: ago(37) }],
    ['runs-stopped', 'bad', 1, { billingRunAt: null }],
    [
      'deferred-invoices',
      'warn',
      2,
      { deferredInvoices: { count: 2, oldestEnd: ago(25), overdue: 0 } },
    ],
    [
      'deferred-invoices',
      'bad',
      4,
      { deferredInvoices: { count: 6, oldestEnd: ago(80), overdue: 4 } },
    ],
    ['unfinished-runs', 'warn', 1, { unfinishedRuns: 1 }],
    ['run-failures', 'warn', 3, { runFailures: 3 }],
    ['left-drafts', 'warn', 2, { leftDrafts: 2 }],
    ['lost-amounts', 'warn', 1, { lostAmounts: 1 }],
    ['differences', 'bad', 2, { differences: 2 }],
    ['disputes', 'bad', 1, { disputes: 1 }],
    ['lost-subscriptions', 'bad', 1, { lostSubscriptions: 1 }],
    ['foreign-subscriptions', 'bad', 2, { foreignSubscriptions: 2 }],
    ['blocked-users', 'warn', 1, { blockedUsers: 1 }],
    ['unbillable', 'bad', 1, { unbillable: 1 }],
    ['problems', 'bad', 1, { problems: 1 }],
    ['payment-signals', 'bad', 2, { paymentSignals: 2 }],
    ['past-due', 'warn', 1, { pastDue: 1 }],
    ['suspended', 'warn', 1, { suspended: 1 }],
    ['interrupted-syncs', 'warn', 1, { interruptedSyncs: 1 }],
    ['events-given-up', 'bad', 1, { events: { ...quiet.events, givenUp: 1 } }],
    ['events-failed', 'warn', 2, { events: { ...quiet.events, failed: 2 } }],
    [
      'events-waiting',
      'warn',
      9,
      { events: { ...quiet.events, waiting: 9, oldestWaitingAt: ago(2) } },
    ],
    ['meter-errors', 'warn', 1, { meterErrors: 1 }],
    ['mail-failed', 'warn', 5, { mail: { givenUp: 5, oldestWaitingSeconds: null } }],
    ['mail-waiting', 'warn', 1, { mail: { givenUp: 0, oldestWaitingSeconds: 3_601 } }],
    ['catalog', 'warn', 3, { catalog: { kind: 'read', changes: 3 } }],
    ['catalog', 'warn', 1, { catalog: { kind: 'unreadable' } }],
    ['clock', 'warn', 31, { clock: { databaseDifferenceMs: -31_000, latestEventAheadMs: 0 } }],
    ['clock', 'warn', 40, { clock: { databaseDifferenceMs: 0, latestEventAheadMs: 40_000 } }],
    ['unread-prices', 'warn', 2, { unreadPrices: 2 }],
    ['swapped-periods', 'bad', 1, { swappedPeriods: 1 }],
    ['refused-links', 'warn', 10, { refusedLinks: 10 }],
  ];
  for (const [name, level, count, facts] of cases) {
    test(`${name} with ${JSON.stringify(facts)} needs attention`, () => {
      expect(openOf(facts)).toEqual([[name, level, count]]);
    });
  }

  test('every signal that can open has a case above', () => {
    const noted: SignalName[] = ['late-usage', 'cancelling'];
    const tried = new Set([...cases.map(([name]) => name), ...noted]);
    expect([...tried].toSorted()).toEqual(Object.keys(SIGNALS).toSorted());
  });

  test('stays clear just below each threshold', () => {
    expect(
      openOf({
        usageReadThrough: ago(36),
        billingRunAt: ago(36),
        deferredInvoices: { count: 2, oldestEnd: ago(24), overdue: 0 },
        events: { waiting: 3, oldestWaitingAt: ago(1), failed: 0, givenUp: 0 },
        mail: { givenUp: 0, oldestWaitingSeconds: 3_600 },
        clock: { databaseDifferenceMs: 30_000, latestEventAheadMs: -90_000 },
        refusedLinks: 9,
        cancelling: 2,
        latePlanned: 7,
      }),
    ).toEqual([]);
  });
});
