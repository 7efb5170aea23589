import {
  HOUR_MS,
  type Judgement,
  noted,
  olderThan,
  type Signal,
  whenAny,
} from './attention-signal';

/**
 * What the operator's overview is made from: facts that were counted now. A new signal takes three steps, and the
 * compiler asks for each: a fact here, a signal in SIGNALS, its words in the overview's `attention-text.ts`. Counts of
 * our own rows are read by `lib/db/attention.ts`.
 */
export interface AttentionFacts {
  now: Date;
  /** Since when there is a subscription that scheduled work must care for; null when there is none. */
  customersSince: Date | null;
  /** The time up to which usage was read without a gap. */
  usageReadThrough: Date | null;
  /** Invoices whose finalization is deferred, and those of them that wait longer than they ever should. */
  deferredInvoices: { count: number; oldestEnd: Date | null; overdue: number };
  deferHours: number;
  /** Drafts that somebody stopped in Stripe: nobody but the operator finalizes them. */
  leftDrafts: number;
  /** Amounts of the last month that can't be billed any more: their customer was deleted. */
  lostAmounts: number;
  /** When the last billing run began. */
  billingRunAt: Date | null;
  /** Kinds of scheduled runs: whose last one was not finished, and what the last finished ones left open. */
  unfinishedRuns: number;
  runFailures: number;
  /** What the last comparison found and could not put right. */
  differences: number;
  problems: number;
  /** Disputes that suspend somebody and wait for an answer, or for a decision after they were lost. */
  disputes: number;
  /** Refunds, warnings, closed disputes and unpaid last invoices that nobody has reviewed. */
  paymentSignals: number;
  /** Live subscriptions that the gateway has lost: their keys don't work and their owners pay. */
  lostSubscriptions: number;
  /** Subscriptions at the gateway that opened a sold product, or ask to, and that nobody bought. */
  foreignSubscriptions: number;
  /** Owners of live subscriptions whom the gateway's administrator keeps out: they pay and are refused. */
  blockedUsers: number;
  /** Subscriptions whose customer was deleted at the provider, so that nothing can be charged for them. */
  unbillable: number;
  pastDue: number;
  suspended: number;
  interruptedSyncs: number;
  cancelling: number;
  latePlanned: number;
  events: { waiting: number; oldestWaitingAt: Date | null; failed: number; givenUp: number };
  meterErrors: number;
  mail: { givenUp: number; oldestWaitingSeconds: number | null };
  refusedLinks: number;
  /** Running subscriptions whose price was not read from the provider yet. */
  unreadPrices: number;
  /** Periods whose price was changed before they were over: nothing is charged late until an operator chooses. */
  swappedPeriods: number;
  /** How far this machine's clock is from the database's, and events that were made after they arrived here. */
  clock: { databaseDifferenceMs: number; latestEventAheadMs: number };
  /** Null: not compared in time, so nothing may be said about it. */
  catalog:
    | { kind: 'read'; changes: number }
    | { kind: 'unreadable' }
    | { kind: 'not-allowed' }
    | null;
}

const DAY_AND_A_HALF_MS = 36 * HOUR_MS;

/** Every signal, the gravest first. The headline knows nothing else. */
export const SIGNALS = {
  'usage-age': usageAge,
  'runs-stopped': runsStopped,
  'events-given-up': (facts) => whenAny(facts.events.givenUp, 'bad'),
  disputes: (facts) => whenAny(facts.disputes, 'bad'),
  'lost-subscriptions': (facts) => whenAny(facts.lostSubscriptions, 'bad'),
  'foreign-subscriptions': (facts) => whenAny(facts.foreignSubscriptions, 'bad'),
  unbillable: (facts) => whenAny(facts.unbillable, 'bad'),
  problems: (facts) => whenAny(facts.problems, 'bad'),
  'payment-signals': (facts) => whenAny(facts.paymentSignals, 'bad'),
  'swapped-periods': (facts) => whenAny(facts.swappedPeriods, 'bad'),
  'deferred-invoices': deferredInvoices,
  'blocked-users': (facts) => whenAny(facts.blockedUsers, 'warn'),
  'left-drafts': (facts) => whenAny(facts.leftDrafts, 'warn'),
  'lost-amounts': (facts) => whenAny(facts.lostAmounts, 'warn'),
  differences: (facts) => whenAny(facts.differences, 'bad'),
  'run-failures': (facts) => whenAny(facts.runFailures, 'warn'),
  'unfinished-runs': (facts) => whenAny(facts.unfinishedRuns, 'warn'),
  suspended: (facts) => whenAny(facts.suspended, 'warn'),
  'past-due': (facts) => whenAny(facts.pastDue, 'warn'),
  'events-failed': (facts) => whenAny(facts.events.failed, 'warn'),
  'events-waiting': eventsWaiting,
  'meter-errors': (facts) => whenAny(facts.meterErrors, 'warn'),
  'interrupted-syncs': (facts) => whenAny(facts.interruptedSyncs, 'warn'),
  'mail-failed': (facts) => whenAny(facts.mail.givenUp, 'warn'),
  'mail-waiting': mailWaiting,
  catalog,
  'unread-prices': (facts) => whenAny(facts.unreadPrices, 'warn'),
  clock,
  'refused-links': refusedLinks,
  'late-usage': (facts) => noted(facts.latePlanned),
  cancelling: (facts) => noted(facts.cancelling),
} as const satisfies Record<string, Signal<AttentionFacts>>;

export type SignalName = keyof typeof SIGNALS;

export interface AttentionItem extends Judgement {
  name: SignalName;
}

export interface Attention {
  /** `unknown`: nothing was found, and not everything could be looked at. */
  headline: 'clear' | 'unknown' | 'open';
  /** How many signals are open. */
  open: number;
  items: AttentionItem[];
}

/** The headline and the list under it, from the same signals: one can't say what the other denies. */
export function judgeAttention(facts: AttentionFacts): Attention {
  const items = (Object.keys(SIGNALS) as SignalName[]).map((name) => ({
    name,
    ...SIGNALS[name](facts),
  }));
  const open = items.filter(({ level }) => level === 'warn' || level === 'bad').length;
  const isUnknown = items.some(({ level }) => level === 'unknown');
  return { headline: open > 0 ? 'open' : isUnknown ? 'unknown' : 'clear', open, items };
}

/** A daily schedule and half a day of patience; three days are more than anybody should find out late. */
function usageAge({ now, usageReadThrough, customersSince }: AttentionFacts): Judgement {
  if (customersSince === null) return { level: 'fine', count: 0, since: null };
  const since = usageReadThrough ?? customersSince;
  const isBad = olderThan(since, now, 72 * HOUR_MS);
  const isLate = olderThan(since, now, DAY_AND_A_HALF_MS);
  return { level: isBad ? 'bad' : isLate ? 'warn' : 'fine', count: isLate ? 1 : 0, since };
}

function runsStopped({ now, billingRunAt, customersSince }: AttentionFacts): Judgement {
  if (customersSince === null) return { level: 'fine', count: 0, since: null };
  const since = billingRunAt ?? customersSince;
  const isLate = olderThan(since, now, DAY_AND_A_HALF_MS);
  return { level: isLate ? 'bad' : 'fine', count: isLate ? 1 : 0, since };
}

/** Deferring is what should happen; waiting half of the time that an invoice may be deferred is not. */
function deferredInvoices({ now, deferredInvoices: it, deferHours }: AttentionFacts): Judgement {
  if (it.overdue > 0) return { level: 'bad', count: it.overdue, since: it.oldestEnd };
  const isSlow = it.oldestEnd !== null && olderThan(it.oldestEnd, now, (deferHours / 2) * HOUR_MS);
  return { level: isSlow ? 'warn' : 'fine', count: it.count, since: it.oldestEnd };
}

function eventsWaiting({ now, events }: AttentionFacts): Judgement {
  const since = events.oldestWaitingAt;
  const isLate = since !== null && olderThan(since, now, HOUR_MS);
  return { level: isLate ? 'warn' : 'fine', count: events.waiting, since };
}

/** By the database's own clock: mail does not travel in time. */
function mailWaiting({ mail }: AttentionFacts): Judgement {
  const isLate = (mail.oldestWaitingSeconds ?? 0) > 3_600;
  return { level: isLate ? 'warn' : 'fine', count: isLate ? 1 : 0, since: null };
}

/** Somebody who edits an address sends one or two; a wrong delegation key refuses everybody. */
function refusedLinks({ refusedLinks: count }: AttentionFacts): Judgement {
  return { level: count >= 10 ? 'warn' : 'fine', count, since: null };
}

/** Half a minute breaks signatures with a time in them and one-time codes. */
function clock({ clock: { databaseDifferenceMs, latestEventAheadMs } }: AttentionFacts): Judgement {
  const seconds = Math.round(
    Math.max(Math.abs(databaseDifferenceMs), latestEventAheadMs, 0) / 1000,
  );
  return { level: seconds > 30 ? 'warn' : 'fine', count: seconds, since: null };
}

function catalog({ catalog: found }: AttentionFacts): Judgement {
  if (found?.kind === 'read') return whenAny(found.changes, 'warn');
  if (found?.kind === 'unreadable') return { level: 'warn', count: 1, since: null };
  // An application whose key can't read prices is the recommended set-up: it is no fault, and no knowledge either.
  return { level: found === null ? 'unknown' : 'fine', count: 0, since: null };
}
