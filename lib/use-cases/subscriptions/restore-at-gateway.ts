import { findSubscription, updateSubscription } from '../../db/subscriptions';
import { audit } from '../audit/audit';
import type { SyncDeps } from '../deps';
import { gatewayStanding } from '../gateway-users/sync-gateway-user';
import { believeGateway } from './believe-gateway';
import { syncSubscription } from './sync-subscription';

export type RestoreOutcome =
  /** Created again under the same id: its keys are new, and the owner was notified. */
  | { kind: 'restored' }
  /** The gateway has it: state and product follow the provider's again. */
  | { kind: 'was-there'; gateway: string }
  /** Nothing has to be open now (unpaid, paused, ended): it is created when it has to be. */
  | { kind: 'not-due'; status: string }
  /** The provider's answer leaves it undecided: nothing was changed. */
  | { kind: 'left'; why: string }
  | { kind: 'not-found' };

/**
 * Creates a subscription again that the gateway has lost, under the same id, with its owner if that is lost too.
 * Repeating it is harmless; if it fails halfway, the next sweep finishes it.
 */
export async function restoreAtGateway(
  deps: SyncDeps,
  input: { subscriptionId: string; actor: string },
): Promise<RestoreOutcome> {
  const { subscriptionId, actor } = input;
  const row = await findSubscription(deps.db, subscriptionId);
  if (!row || row.status === 'checkout') return { kind: 'not-found' };
  const isThere = await believeGateway(deps, row);
  if (!isThere) {
    // A service that was rebuilt or restored from a backup may know nothing of the owner either.
    if (row.endedAt === null) await gatewayStanding(deps, row.userId);
    await updateSubscription(deps.db, row.id, {
      gatewayState: 'absent',
      gatewayProductId: null,
      syncDueAt: await deps.clock.now(),
    });
  }
  const outcome = await syncSubscription(deps, subscriptionId);
  await audit(deps, {
    actor,
    action: 'subscription.restored-by-operator',
    targetType: 'subscription',
    targetId: subscriptionId,
    details: { outcome: outcome.kind, wasThere: isThere },
  });
  if (outcome.kind === 'not-found') return outcome;
  if (outcome.kind !== 'synced') return { kind: 'left', why: outcome.kind };
  const after = await findSubscription(deps.db, subscriptionId);
  await updateSubscription(deps.db, subscriptionId, {
    syncDueAt: null,
    ...(after?.problem === 'gateway-missing' ? { problem: null, problemAt: null } : {}),
  });
  if (isThere) return { kind: 'was-there', gateway: outcome.gateway };
  return outcome.gateway === 'active'
    ? { kind: 'restored' }
    : { kind: 'not-due', status: outcome.status };
}
