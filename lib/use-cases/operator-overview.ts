import {
  countAttention,
  countEvents,
  countRunsSince,
  lastFinishedRun,
  listByRule,
} from '../db/operator';
import { lastReadThrough } from '../db/runs';
import type { Deps } from './deps';
import { type RunSummary, summaryOf } from './operator-runs';

const MONTH_MS = 30 * 86_400_000;

export interface OperatorOverview {
  /** When these were counted. */
  asOf: Date;
  problems: number;
  waitingSyncs: number;
  ending: number;
  holds: { count: number; oldestEnd: Date | null; releasedAfterHours: number };
  latePlanned: number;
  events: { waiting: number; failed: number; givenUp: number };
  meterErrors: number;
  usageReadThrough: Date | null;
  lastRuns: { billing: RunSummary | null; usage: RunSummary | null; reconcile: RunSummary | null };
  byRule: { id: string; at: Date; action: string; subscriptionId: string; details: unknown }[];
}

/** What needs attention, counted now; nothing upstream is asked. */
export async function viewOperatorOverview(deps: Deps): Promise<OperatorOverview> {
  const asOf = await deps.clock.now();
  const since = new Date(asOf.getTime() - MONTH_MS);
  const { db } = deps;
  const [attention, waiting, failed, givenUp, meterErrors, usageReadThrough] = await Promise.all([
    countAttention(db),
    countEvents(db, 'waiting'),
    countEvents(db, 'failed'),
    countEvents(db, 'given-up'),
    countRunsSince(db, { kind: 'meter-errors', since }),
    lastReadThrough(db),
  ]);
  const [billing, usage, reconcile, byRule] = await Promise.all([
    lastFinishedRun(db, 'billing'),
    lastFinishedRun(db, 'usage'),
    lastFinishedRun(db, 'reconcile'),
    listByRule(db, { since, take: 20 }),
  ]);
  const { problems, waitingSyncs, ending, holds, oldestHoldEnd, latePlanned } = attention;
  return {
    asOf,
    problems,
    waitingSyncs,
    ending,
    holds: { count: holds, oldestEnd: oldestHoldEnd, releasedAfterHours: deps.settings.holdHours },
    latePlanned,
    events: { waiting, failed, givenUp },
    meterErrors,
    usageReadThrough,
    lastRuns: {
      billing: billing && summaryOf(billing),
      usage: usage && summaryOf(usage),
      reconcile: reconcile && summaryOf(reconcile),
    },
    byRule: byRule.map(({ id, at, action, targetId, details }) => ({
      id,
      at,
      action,
      subscriptionId: targetId,
      details,
    })),
  };
}
