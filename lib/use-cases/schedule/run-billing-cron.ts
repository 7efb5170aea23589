import { finishRun, startRun } from '../../db/runs';
import { listSubscriptionsToResync, touchSubscription } from '../../db/subscriptions';
import { billLateUsage } from '../billing/bill-late-usage';
import { closeDuePeriods } from '../billing/close-period';
import { settleDeferredLicences } from '../billing/defer-licences';
import { deferMissedRenewals } from '../billing/defer-renewals';
import { forgiveSuspendedPeriods } from '../billing/forgive-suspended';
import { collectAfterEnd } from '../credit/collect-after-end';
import { readStandingsLeft } from '../credit/sync-standings';
import type { Needs, SyncDeps } from '../deps';
import { processEvents } from '../events/process-events';
import { refreshBlockedUsers } from '../gateway-users/sync-gateway-user';
import { keepProductFacts } from '../plan-versions/product-facts';
import { resolveVersions } from '../plan-versions/resolve-versions';
import { continueReconcile } from '../reconcile/reconcile';
import { type Failure, failureOf } from '../runs/failure';
import { continueCancels } from '../subscriptions/cancel-now';
import { enforceCeilings } from '../subscriptions/enforce-ceilings';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { syncUsage } from '../usage/sync-usage';

export interface CronReport {
  events: number;
  usage: 'busy' | { days: number; windows: number; pushed: number; isComplete: boolean };
  closed: number;
  /** Subscriptions that were canceled immediately, with their last usage. */
  ended: number;
  /** Periods whose count changed after their invoice. */
  late: number;
  resynced: number;
  failures: Failure[];
}

/**
 * Everything that must happen without a request: waiting events, usage, deferred invoices, states that change by time
 * alone. Each part runs even when the one before failed; the failures are collected.
 */
export async function runBillingCron(deps: SyncDeps & Needs<'telemetry'>): Promise<CronReport> {
  const startedAt = await deps.clock.now();
  const run = await startRun(deps.db, { kind: 'billing', startedAt });
  const report: CronReport = {
    events: 0,
    usage: 'busy',
    closed: 0,
    ended: 0,
    late: 0,
    resynced: 0,
    failures: [],
  };
  await runSteps(deps, report);
  const { events, closed, ended, late, resynced, failures } = report;
  await finishRun(deps.db, run.id, {
    finishedAt: await deps.clock.now(),
    outcome: failures.length === 0 ? 'done' : 'partial',
    counts: { events, closed, ended, late, resynced },
    failures: failures.map((failure) => ({ ...failure })),
  });
  return report;
}

async function runSteps(deps: SyncDeps & Needs<'telemetry'>, report: CronReport): Promise<void> {
  await part(report, 'events', async () => {
    const worked = await processEvents(deps, 200);
    report.events = worked.handled;
    report.failures.push(...worked.failed.map((f) => ({ subject: f.eventId, error: f.error })));
  });
  // Before anything is billed: what it was sold at.
  await part(report, 'versions', async () => {
    await keepProductFacts(deps);
    report.failures.push(...(await resolveVersions(deps)).failures);
  });
  // Before usage is read: the boundaries of new periods cut its windows.
  await part(report, 'recheck', () => resync(deps, report));
  await part(report, 'renewals', async () => {
    const { failures } = await deferMissedRenewals(deps);
    report.failures.push(...failures);
  });
  await part(report, 'usage', async () => {
    const usage = await syncUsage(deps);
    if (usage.kind === 'busy') return;
    const { days, windows, pushed, isComplete, failures } = usage;
    report.usage = { days, windows, pushed, isComplete };
    report.failures.push(...failures);
  });
  // Before periods are closed: calls since the last reading may have used up the ceiling.
  await part(report, 'credit', async () => {
    const credit = await enforceCeilings(deps);
    report.failures.push(...credit.failures, ...(await readStandingsLeft(deps)));
  });
  await part(report, 'closing', async () => {
    const closing = await closeDuePeriods(deps, syncSubscription);
    report.closed = closing.closed;
    report.failures.push(...closing.failures);
  });
  await part(report, 'suspended periods', async () => {
    report.failures.push(...(await settleDeferredLicences(deps)).failures);
    report.failures.push(...(await forgiveSuspendedPeriods(deps)).failures);
  });
  await part(report, 'endings', async () => {
    const endings = await continueCancels(deps);
    report.ended = endings.ended;
    report.failures.push(...endings.failures);
  });
  await part(report, 'blocked users', async () => {
    await refreshBlockedUsers(deps);
  });
  await part(report, 'collection', async () => {
    report.failures.push(...(await collectAfterEnd(deps)).failures);
  });
  await part(report, 'reconcile', async () => {
    const went = await continueReconcile(deps);
    if (went?.kind === 'ran') report.failures.push(...went.failures);
  });
  await part(report, 'late usage', async () => {
    const late = await billLateUsage(deps);
    report.late = late.billed;
    report.failures.push(...late.failures);
  });
}

async function resync(deps: SyncDeps, report: CronReport): Promise<void> {
  const now = await deps.clock.now();
  const ids = await listSubscriptionsToResync(deps.db, {
    now,
    limit: 500,
  });
  for (const id of ids) {
    // To the end of the queue: those that fail again and again must not block others.
    await touchSubscription(deps.db, id);
    await part(report, id, async () => {
      const outcome = await syncSubscription(deps, id);
      if (outcome.kind === 'missing' || outcome.kind === 'unknown-status') {
        report.failures.push({ subject: id, error: `access left as it was: ${outcome.kind}` });
      }
      report.resynced += 1;
    });
  }
}

async function part(report: CronReport, subject: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    report.failures.push(failureOf(subject, error));
  }
}
