import { withLease } from '../../db/leases';
import { firstRun, lastRun } from '../../db/runs';
import { leaseName } from '../../kit/wire-names';
import type { Needs, SyncDeps } from '../../use-cases/deps';
import { drainEventsSoon } from './event-worker';
import { runAccounts, runBilling, runReconcile } from './scheduled-runs';

const TICK_MS = 5_000;
/** By the clock of billing: a world whose clock jumps is caught up with at the next tick. */
const USAGE_EVERY_MS = 15 * 60_000;
const RECONCILE_EVERY_MS = 86_400_000;

/**
 * Runs the billing work from inside the process, for installations without an outside scheduler. Each tick
 * is claimed in the database, so any number of instances may have it on. Answers how to end it: what is under way is
 * finished first.
 */
export function startScheduler(deps: SyncDeps & Needs<'telemetry'>): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (running !== null) return;
    running = tick(deps)
      .catch((error: unknown) => deps.log.error({ err: error }, 'scheduled work failed'))
      .finally(() => {
        running = null;
      });
  }, TICK_MS);
  // Must not keep a stopping process alive.
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function tick(deps: SyncDeps & Needs<'telemetry'>): Promise<void> {
  await withLease(deps.db, leaseName.scheduler, { waitMs: 0 }, async () => {
    const now = await deps.clock.now();
    const last = await lastRun(deps.db, 'usage');
    const due =
      !last ||
      // Its time was over before its work was.
      last.outcome === 'paused' ||
      now.getTime() - last.startedAt.getTime() >= USAGE_EVERY_MS;
    if (due) await runBilling(deps);
    else await drainEventsSoon(deps);
    if (due && (await isReconcileDue(deps, now))) await runReconcile(deps);
    const accounts = await runAccounts(deps);
    for (const { subject, error } of accounts.failures)
      deps.log.warn({ subject, error }, 'not done yet');
  });
}

/** Once a day, and not before there is a day to compare. */
async function isReconcileDue(deps: Needs<'db'>, now: Date): Promise<boolean> {
  const since = (await lastRun(deps.db, 'reconcile')) ?? (await firstRun(deps.db, 'usage'));
  return since !== null && now.getTime() - since.startedAt.getTime() >= RECONCILE_EVERY_MS;
}
