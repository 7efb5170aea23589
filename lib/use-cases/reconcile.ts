import { withLease } from '../db/leases';
import { finishRun, startRun } from '../db/runs';
import type { Finding } from '../domain/finding';
import type { Deps } from './deps';
import { type Failure, failureOf } from './failure';
import { reconcileStates } from './reconcile-states';
import { reconcileUsage } from './reconcile-usage';

export type Reconciliation =
  | { kind: 'busy' }
  | {
      kind: 'ran';
      runId: string;
      compared: { provider: number; gateway: number; periods: number };
      findings: Finding[];
      failures: Failure[];
    };

/**
 * Compares everything with everything: our rows, the provider, the gateway. What is safe is repaired on the way;
 * the rest is listed with what it is worth. The result is kept as a run.
 */
export async function reconcile(deps: Deps): Promise<Reconciliation> {
  const leased = await withLease(deps.db, 'reconcile', { waitMs: 0 }, () => run(deps));
  return leased.kind === 'busy' ? { kind: 'busy' } : leased.value;
}

async function run(deps: Deps): Promise<Reconciliation> {
  const started = await startRun(deps.db, {
    kind: 'reconcile',
    startedAt: await deps.clock.now(),
  });
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  const compared = { provider: 0, gateway: 0, periods: 0 };
  const found = (finding: Finding) => findings.push(finding);
  try {
    Object.assign(compared, await reconcileStates(deps, found));
  } catch (error) {
    failures.push(failureOf('states', error));
  }
  const usage = await withUsageLease(deps, found, failures);
  compared.periods = usage;
  const open = findings.filter((finding) => !finding.isRepaired);
  await finishRun(deps.db, started.id, {
    finishedAt: await deps.clock.now(),
    outcome: failures.length + open.length === 0 ? 'done' : 'partial',
    counts: { ...compared, repaired: findings.length - open.length, open: open.length },
    failures: [...findings.map((finding) => ({ ...finding })), ...failures.map((f) => ({ ...f }))],
  });
  deps.log[open.length + failures.length > 0 ? 'error' : 'info'](
    { runId: started.id, compared, findings: findings.length, open: open.length, failures },
    'reconciled',
  );
  return { kind: 'ran', runId: started.id, compared, findings, failures };
}

/** Windows and reports have one writer at a time: the usage run, or this. */
async function withUsageLease(
  deps: Deps,
  found: (finding: Finding) => void,
  failures: Failure[],
): Promise<number> {
  try {
    const leased = await withLease(deps.db, 'usage', { waitMs: 60_000 }, () =>
      reconcileUsage(deps, found),
    );
    if (leased.kind === 'busy') {
      failures.push({ subject: 'usage', error: 'A usage run was under way all the time.' });
      return 0;
    }
    failures.push(...leased.value.failures);
    return leased.value.periods;
  } catch (error) {
    failures.push(failureOf('usage', error));
    return 0;
  }
}
