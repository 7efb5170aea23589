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
 * The gateway's state and scope as they should be: one write at most, under our id, and the row says what was
 * applied only after it was. A scope moves with the next activation; who is suspended calls nothing.
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
    // A sync that was cut short may have changed the gateway and not our row: with its reason gone, nothing else would
    // undo that, and a key that is paid for would stay refused. What is not there any more is for the reconcile run.
    if (row.syncDueAt !== null && (desired === 'active' || desired === 'suspended')) {
      await deps.gateway.setSubscriptionState(row.id, desired);
    }
    return applied;
  }
  // What was never made needs no suspending.
  if (applied === 'absent' && desired !== 'active') return applied;
  if (desired === 'absent') return applied;
  let keysAreNew = false;
  if (applied === 'absent' || isMoved) {
    keysAreNew = (await activate(deps, row)) === 'made' && row.activatedAt !== null;
  } else if ((await deps.gateway.setSubscriptionState(row.id, desired)) === 'missing') {
    // Closed is closed, but nothing can be opened that is not there: an operator restores it, with new keys.
    if (desired === 'active') {
      await markProblem(deps, row, { kind: 'gateway-missing' });
      return applied;
    }
  }
  const now = await deps.clock.now();
  // From when to when a key did not work decides what a period in between costs.
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

/** Whether the keys still open another product than the one that is paid for. */
export function hasOldScope(row: { gatewayProductId: string | null; productId: string }): boolean {
  return (row.gatewayProductId ?? row.productId) !== row.productId;
}

const ACTIONS: Record<Exclude<GatewayState, 'absent'>, AuditAction> = {
  active: 'subscription.activated',
  suspended: 'subscription.suspended',
  cancelled: 'subscription.cancelled',
};

/** Makes it, or moves it to another product with its keys. */
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
