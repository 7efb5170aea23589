import { withLease } from '../../db/leases';
import { type ComparedRow, listLiveRows } from '../../db/reconcile';
import { finishRun, startRun } from '../../db/runs';
import { inParallel } from '../../kit/in-parallel';
import { leaseName } from '../../kit/wire-names';
import type { GatewaySubscription } from '../../ports/api-gateway';
import { audit } from '../audit/audit';
import type { Needs, SyncDeps } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { restoreAtGateway } from './restore-at-gateway';

export type RestoreAllOutcome =
  | { kind: 'busy' }
  | {
      kind: 'ran';
      runId: string;
      /** Created again, with new keys. */
      restored: number;
      /** Existed with another state or product. */
      corrected: number;
      /** Nothing has to be open now. */
      notDue: number;
      failures: Failure[];
      /** Not reached in time: the next press continues with them. */
      left: number;
    };

const PAGE = 100;
const AT_ONCE = 4;

/**
 * For a service that was rebuilt, or restored from a backup: restores everything of ours that is missing there, or has
 * another state. All are tried, and failures are listed in the run; pressing again does only what is left.
 */
export async function restoreAll(
  deps: SyncDeps,
  input: { actor: string; budgetMs: number },
): Promise<RestoreAllOutcome> {
  const leased = await withLease(deps.db, leaseName.restore, { waitMs: 0 }, () => run(deps, input));
  return leased.kind === 'busy' ? { kind: 'busy' } : leased.value;
}

async function run(
  deps: SyncDeps,
  { actor, budgetMs }: { actor: string; budgetMs: number },
): Promise<RestoreAllOutcome> {
  const stopAt = performance.now() + budgetMs;
  const started = await startRun(deps.db, { kind: 'restore', startedAt: await deps.clock.now() });
  const counts = { restored: 0, corrected: 0, notDue: 0, left: 0 };
  const ids = await whatDiffers(deps);
  const settled = await inParallel(ids, AT_ONCE, async (subscriptionId) => {
    if (performance.now() >= stopAt) {
      counts.left += 1;
      return;
    }
    const outcome = await restoreAtGateway(deps, { subscriptionId, actor });
    switch (outcome.kind) {
      case 'restored':
        counts.restored += 1;
        return;
      case 'was-there':
        counts.corrected += 1;
        return;
      case 'not-due':
        counts.notDue += 1;
        return;
      case 'left':
        throw new Error(`The payment provider's answer was: ${outcome.why}.`);
      case 'not-found':
        return;
      default:
        outcome satisfies never;
    }
  });
  const failures = settled.flatMap((one, at) =>
    one.status === 'rejected' ? [failureOf(ids[at] ?? '', one.reason)] : [],
  );
  await finishRun(deps.db, started.id, {
    finishedAt: await deps.clock.now(),
    outcome: failures.length > 0 || counts.left > 0 ? 'partial' : 'done',
    counts,
    failures: failures.map((failure) => ({ ...failure })),
  });
  await audit(deps, {
    actor,
    action: 'gateway.restored-by-operator',
    targetType: 'run',
    targetId: started.id,
    details: { ...counts, failed: failures.length },
  });
  deps.log.info({ runId: started.id, ...counts, failed: failures.length }, 'gateway restored');
  return { kind: 'ran', runId: started.id, ...counts, failures };
}

/** Ids of live rows that the gateway has lost, or has in another state or product than was last applied. */
async function whatDiffers(deps: Needs<'db' | 'gateway'>): Promise<string[]> {
  const there = new Map<string, Pick<GatewaySubscription, 'state' | 'productId'>>();
  for await (const { subscriptionId, state, productId } of deps.gateway.listSubscriptions()) {
    there.set(subscriptionId, { state, productId });
  }
  const differing: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page: ComparedRow[] = await listLiveRows(deps.db, { after, limit: PAGE });
    differing.push(...page.filter((row) => differs(row, there.get(row.id))).map(({ id }) => id));
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE || after === null) return differing;
  }
}

function differs(
  row: ComparedRow,
  found: Pick<GatewaySubscription, 'state' | 'productId'> | undefined,
): boolean {
  if (!found) return row.gatewayState !== 'absent' || row.problem === 'gateway-missing';
  if (found.state !== row.gatewayState) return true;
  return found.state === 'active' && found.productId !== row.productId;
}
