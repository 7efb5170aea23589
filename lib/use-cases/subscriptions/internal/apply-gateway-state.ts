import { recordAudit } from '../../../db/audit';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import { writeGatewayState } from '../../../db/suspensions';
import type { GatewayState } from '../../../domain/access/access';
import { AppError } from '../../../kit/app-error';
import type { AuditAction } from '../../../kit/wire-names';
import { markProblem } from '../../audit/subscription-problems';
import type { Needs } from '../../deps';
import { ensureGatewayUser } from '../../gateway-users/ensure-gateway-user';
import { noteRenewedKeys } from './renewed-keys';

/**
 * Brings the gateway's state and scope to what they should be, with one write at most, under our id. The row records
 * what was applied only afterwards. A scope moves with the next activation; a suspended subscription makes no calls
 * anyway.
 */
export async function applyGatewayState(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
  desired: GatewayState,
  status: string,
): Promise<GatewayState> {
  const applied = row.gatewayState as GatewayState;
  const isMoved = desired === 'active' && hasOldScope(row);
  if (desired === applied && !isMoved) {
    // A sync that was cut short may have changed the gateway and not our row: once the reason is gone, nothing else
    // would undo that, and a paid key would stay rejected. A subscription that is missing there is left to the
    // reconcile run.
    if (row.syncDueAt !== null && (desired === 'active' || desired === 'suspended')) {
      await deps.gateway.setSubscriptionState(row.id, desired);
    }
    return applied;
  }
  // A subscription that was never created needs no suspending.
  if (applied === 'absent' && desired !== 'active') return applied;
  if (desired === 'absent') return applied;
  let keysAreNew = false;
  if (applied === 'absent' || isMoved) {
    keysAreNew = (await activate(deps, row)) === 'made' && row.activatedAt !== null;
  } else if ((await deps.gateway.setSubscriptionState(row.id, desired)) === 'missing') {
    // A missing subscription counts as closed but can't be opened: an operator restores it, with new keys.
    if (desired === 'active') {
      await markProblem(deps, row, { kind: 'gateway-missing' });
      return applied;
    }
  }
  const now = await deps.clock.now();
  // The time in which a key did not work decides what a period costs.
  await writeGatewayState(deps.db, {
    subscriptionId: row.id,
    at: now,
    data: {
      gatewayState: desired,
      ...(desired === 'active' ? { gatewayProductId: row.productId } : {}),
      ...(desired === 'active' && !row.activatedAt ? { activatedAt: now } : {}),
    },
  });
  await recordAudit(deps.db, {
    actor: 'system',
    action: isMoved ? 'subscription.scope-moved' : ACTIONS[desired],
    targetType: 'subscription',
    targetId: row.id,
    details: { from: applied, status },
    at: now,
  });
  deps.log.info({ subscriptionId: row.id, from: applied, to: desired, status }, 'access changed');
  if (keysAreNew) await noteRenewedKeys(deps, row);
  return desired;
}

/** Whether the keys still open another product than the paid one. */
export function hasOldScope(row: { gatewayProductId: string | null; productId: string }): boolean {
  return (row.gatewayProductId ?? row.productId) !== row.productId;
}

const ACTIONS: Record<Exclude<GatewayState, 'absent'>, AuditAction> = {
  active: 'subscription.activated',
  suspended: 'subscription.suspended',
  cancelled: 'subscription.cancelled',
};

/** Creates it, or moves it to another product with its keys. */
async function activate(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  row: SubscriptionWithCustomer,
): Promise<'active' | 'made'> {
  const gatewayUserId = await ensureGatewayUser(deps, row.userId);
  const made = await deps.gateway.activateSubscription({
    subscriptionId: row.id,
    userId: gatewayUserId,
    productId: row.productId,
    name: row.name,
  });
  if (made === 'limit-reached') {
    throw new AppError(
      'conflict',
      `API Management refused ${row.id}: the product ${row.productId} limits subscriptions per user. Raise subscriptionsLimit on the product, then sync the subscription. The payment went through.`,
    );
  }
  return made;
}
