import { countForAttention, readDatabaseClockDifferenceMs } from '../../db/attention';
import type { Run } from '../../db/generated/client';
import { listGivenUpMail } from '../../db/mail';
import { lastFinishedRun, listAutomatic } from '../../db/operator';
import { listRefusedLinks } from '../../db/refused-links';
import { lastRun } from '../../db/runs';
import {
  type Attention,
  type AttentionFacts,
  judgeAttention,
} from '../../domain/attention/attention';
import type { Needs } from '../deps';
import { countForeignLeft } from '../reconcile/foreign-subscriptions';
import { notesOf, openNotesOf, type RunSummary, summaryOf } from '../runs/runs';
import { usageCompleteThrough } from '../usage/usage-complete-through';

const MONTH_MS = 30 * 86_400_000;
/** Longer than any run may take, plus the time until the next one begins. */
const UNFINISHED_AFTER_MS = 2 * 3_600_000;

export interface OperatorOverview {
  /** When these were counted. */
  asOf: Date;
  attention: Attention;
  usageReadThrough: Date | null;
  lastRuns: { billing: RunSummary | null; usage: RunSummary | null; reconcile: RunSummary | null };
  automatic: { id: string; at: Date; action: string; subscriptionId: string; details: unknown }[];
}

/** What needs attention, counted now; the caller passes in how the catalog compares with the vendors. */
export async function viewOperatorOverview(
  deps: Needs<'clock' | 'db' | 'settings'>,
  { catalog }: Pick<AttentionFacts, 'catalog'>,
): Promise<OperatorOverview> {
  const { db } = deps;
  const asOf = await deps.clock.now();
  const [billing, usage, reconcile] = await Promise.all([
    lastFinishedRun(db, 'billing'),
    lastFinishedRun(db, 'usage'),
    lastFinishedRun(db, 'reconcile'),
  ]);
  const facts = await readFacts(deps, { asOf, finished: { billing, usage, reconcile }, catalog });
  const since = new Date(asOf.getTime() - MONTH_MS);
  const automatic = await listAutomatic(db, { since, take: 20 });
  return {
    asOf,
    attention: judgeAttention(facts),
    usageReadThrough: facts.usageReadThrough,
    lastRuns: {
      billing: billing && summaryOf(billing),
      usage: usage && summaryOf(usage),
      reconcile: reconcile && summaryOf(reconcile),
    },
    automatic: automatic.map(({ id, at, action, targetId, details }) => ({
      id,
      at,
      action,
      subscriptionId: targetId,
      details,
    })),
  };
}

/** What the signals of mail and of rejected links are about. */
export async function listOperatorTroubles(deps: Needs<'db'>) {
  const [mail, refusedLinks] = await Promise.all([
    listGivenUpMail(deps.db, 10),
    listRefusedLinks(deps.db, 10),
  ]);
  return { mail, refusedLinks };
}

async function readFacts(
  deps: Needs<'db' | 'settings'>,
  input: {
    asOf: Date;
    finished: Record<'billing' | 'usage' | 'reconcile', Run | null>;
    catalog: AttentionFacts['catalog'];
  },
): Promise<AttentionFacts> {
  const { db, settings } = deps;
  const { asOf: now, finished, catalog } = input;
  const { deferHours } = settings;
  const [counts, usageReadThrough, databaseDifferenceMs, unfinishedRuns, foreign] =
    await Promise.all([
      countForAttention(db, { now, deferHours }),
      usageCompleteThrough(deps),
      readDatabaseClockDifferenceMs(db),
      countUnfinished(deps, now),
      countForeignLeft(deps, finished.reconcile),
    ]);
  const left = Object.values(finished).map((run) =>
    run ? openNotesOf(run) : { failures: 0, differences: 0 },
  );
  return {
    ...counts,
    now,
    usageReadThrough,
    deferredInvoices: {
      count: counts.deferredCount,
      oldestEnd: counts.deferredOldestEnd,
      overdue: counts.deferredOverdue,
    },
    deferHours,
    unfinishedRuns,
    runFailures: left.reduce((sum, { failures }) => sum + failures, 0),
    differences: Object.values(finished).reduce((sum, run) => sum + otherDifferences(run), 0),
    foreignSubscriptions: foreign,
    events: {
      waiting: counts.eventsWaiting,
      oldestWaitingAt: counts.eventsOldestWaitingAt,
      failed: counts.eventsFailed,
      givenUp: counts.eventsGivenUp,
    },
    mail: { givenUp: counts.mailGivenUp, oldestWaitingSeconds: counts.oldestMailSeconds },
    clock: {
      databaseDifferenceMs,
      latestEventAheadMs: (counts.latestEventAheadSeconds ?? 0) * 1000,
    },
    catalog,
  };
}

/** Findings that have signals of their own and are handled on another page. */
const SIGNALED = ['foreign-subscription', 'gateway-only', 'gateway-missing'];

function otherDifferences(run: Run | null): number {
  const notes = run ? notesOf(run) : [];
  return notes.filter(
    (note) => note.kind === 'finding' && !note.isRepaired && !SIGNALED.includes(note.name),
  ).length;
}

/** Kinds of runs whose last run began long ago and did not finish. */
async function countUnfinished(deps: Needs<'db'>, now: Date): Promise<number> {
  const last = await Promise.all(
    ['billing', 'usage', 'reconcile'].map((kind) => lastRun(deps.db, kind)),
  );
  return last.filter(
    (run) =>
      (run?.outcome === 'running' || run?.outcome === 'paused') &&
      now.getTime() - run.startedAt.getTime() > UNFINISHED_AFTER_MS,
  ).length;
}
