import { withLease } from '../../db/leases';
import { finishRun, lastRun, saveCursor, startRun } from '../../db/runs';
import type { Finding } from '../../domain/attention/finding';
import {
  parseReconcileCursor,
  type ReconcileCursor,
  storeReconcileCursor,
} from '../../kit/reconcile-cursor';
import { leaseName } from '../../kit/wire-names';
import type { Needs, SyncDeps } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { correctDay } from '../usage/correct-days';
import { reconcileStates } from './internal/reconcile-states';
import { comparePeriods, daysToCorrect } from './internal/reconcile-usage';

export type Reconciliation =
  | { kind: 'busy' }
  | {
      kind: 'ran';
      runId: string;
      compared: Compared;
      findings: Finding[];
      failures: Failure[];
      /** False when its time was up: the next run continues where this one stopped. */
      isComplete: boolean;
    };

/**
 * Compares everything: our rows, the provider, the gateway. What is safe is repaired; the rest is listed with its
 * amount. The result is stored as a run. A run that was cut short is continued by the next call, of this or of the
 * billing cron.
 */
export async function reconcile(deps: SyncDeps & Needs<'telemetry'>): Promise<Reconciliation> {
  const leased = await withLease(deps.db, leaseName.reconcile, { waitMs: 0 }, () => run(deps));
  return leased.kind === 'busy' ? { kind: 'busy' } : leased.value;
}

/** Continues a run that was cut short; null when there is none. */
export async function continueReconcile(
  deps: SyncDeps & Needs<'telemetry'>,
): Promise<Reconciliation | null> {
  if (!(await cursorToResume(deps))) return null;
  return reconcile(deps);
}

interface Compared {
  provider: number;
  gateway: number;
  days: number;
  periods: number;
  /** Invoices that were too small to charge and are carried to the next one: nothing of it is a difference. */
  carriedToNextInvoice: number;
}

interface Work {
  deps: SyncDeps & Needs<'telemetry'>;
  compared: Compared;
  found: (finding: Finding) => void;
  failures: Failure[];
  /** Saves its checkpoint, and returns whether there is time for more. */
  saveCheckpoint: (cursor: ReconcileCursor) => Promise<boolean>;
}

async function run(deps: SyncDeps & Needs<'telemetry'>): Promise<Reconciliation> {
  const startedAt = await deps.clock.now();
  const resumed = await cursorToResume(deps);
  const started = await startRun(deps.db, { kind: 'reconcile', startedAt });
  const stopAt = performance.now() + deps.settings.runBudgetSeconds * 1000;
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  const compared = { provider: 0, gateway: 0, days: 0, periods: 0, carriedToNextInvoice: 0 };
  const work: Work = {
    deps,
    compared,
    failures,
    found: (finding) => findings.push(finding),
    saveCheckpoint: async (cursor) => {
      const since = resumed?.startedAt ?? startedAt;
      await saveCursor(deps.db, started.id, storeReconcileCursor(cursor, since));
      return performance.now() < stopAt;
    },
  };
  const isComplete = await everyPhase(work, resumed?.cursor ?? { phase: 'states' });
  const open = findings.filter((finding) => !finding.isRepaired);
  await finishRun(deps.db, started.id, {
    finishedAt: await deps.clock.now(),
    outcome: !isComplete ? 'paused' : failures.length + open.length === 0 ? 'done' : 'partial',
    counts: { ...compared, repaired: findings.length - open.length, open: open.length },
    failures: [...findings.map((finding) => ({ ...finding })), ...failures.map((f) => ({ ...f }))],
  });
  deps.log[open.length + failures.length > 0 ? 'error' : 'info'](
    { runId: started.id, compared, findings: findings.length, open: open.length, failures },
    isComplete ? 'reconciled' : 'reconciling goes on later',
  );
  return { kind: 'ran', runId: started.id, compared, findings, failures, isComplete };
}

/** True when everything was compared. A phase that fails does not block the next. */
async function everyPhase(work: Work, from: ReconcileCursor): Promise<boolean> {
  const { deps, compared, failures, found } = work;
  let cursor = from;
  if (cursor.phase === 'states') {
    try {
      const states = await reconcileStates(deps, found);
      compared.provider = states.provider;
      compared.gateway = states.gateway;
      failures.push(...states.failures);
    } catch (error) {
      failures.push(failureOf('states', error));
    }
    cursor = { phase: 'days', days: null };
    if (!(await work.saveCheckpoint(cursor))) return false;
  }
  // Windows and reports have one writer at a time: the usage run, or this.
  const leased = await withLease(deps.db, leaseName.usage, { waitMs: 60_000 }, () =>
    usagePhases(work, cursor),
  );
  if (leased.kind === 'done') return leased.value;
  failures.push({ subject: 'usage', error: 'A usage run was under way all the time.' });
  return true;
}

async function usagePhases(work: Work, from: ReconcileCursor): Promise<boolean> {
  const { deps, compared, failures, found } = work;
  let cursor = from;
  if (cursor.phase === 'days') {
    if (!(await correctDays(work, cursor.days))) return false;
    cursor = { phase: 'compare', after: null };
  }
  const after = cursor.phase === 'compare' ? cursor.after : null;
  const result = await comparePeriods(deps, { after }, found, (next) =>
    work.saveCheckpoint({ phase: 'compare', after: next }),
  );
  compared.periods = result.periods;
  compared.carriedToNextInvoice = result.carried;
  failures.push(...result.failures);
  return result.isComplete;
}

function goneDays(days: readonly Date[]): Failure {
  return {
    subject: days.map((day) => day.toISOString().slice(0, 10)).join(', '),
    error:
      "The gateway's reports of these days are empty although calls were counted in them; nothing was changed.",
  };
}

async function correctDays(work: Work, known: Date[] | null): Promise<boolean> {
  const { deps, compared, failures, found } = work;
  let days = known ?? [];
  try {
    const { changed, gone } = known ? { changed: known, gone: [] } : await daysToCorrect(deps);
    days = changed;
    if (gone.length > 0) failures.push(goneDays(gone));
  } catch (error) {
    failures.push(failureOf('days', error));
  }
  for (const [at, day] of days.entries()) {
    try {
      await correctDay(deps, { day, now: await deps.clock.now() }, found);
      compared.days += 1;
    } catch (error) {
      failures.push(failureOf(`day ${day.toISOString().slice(0, 10)}`, error));
    }
    if (!(await work.saveCheckpoint({ phase: 'days', days: days.slice(at + 1) }))) return false;
  }
  return true;
}

/** The checkpoint of the last one, when it was cut short. */
async function cursorToResume(
  deps: Needs<'clock' | 'db'>,
): Promise<{ cursor: ReconcileCursor; startedAt: Date } | null> {
  const previous = await lastRun(deps.db, 'reconcile');
  if (previous?.outcome !== 'paused' && previous?.outcome !== 'running') return null;
  const cursor = parseReconcileCursor(previous.cursor, await deps.clock.now());
  return cursor && { cursor, startedAt: previous.startedAt };
}
