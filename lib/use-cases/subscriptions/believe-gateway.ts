import { updateSubscription } from '../../db/subscriptions';
import { markProblem } from '../audit/subscription-problems';
import type { Needs } from '../deps';

/**
 * Records on the row what the gateway really has, so that the next sync applies the difference. False when the gateway
 * has nothing although our row says otherwise: that is a problem until somebody restores it.
 */
export async function believeGateway(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log'>,
  row: { id: string; gatewayState: string; problem: string | null },
): Promise<boolean> {
  const found = await deps.gateway.readSubscription(row.id);
  if (!found) {
    if (isExpectedThere(row)) await markProblem(deps, row, { kind: 'gateway-missing' });
    return false;
  }
  const isKnown = ['active', 'suspended', 'cancelled'].includes(found.state);
  await updateSubscription(deps.db, row.id, {
    gatewayState: isKnown ? found.state : 'suspended',
    gatewayProductId: found.productId ?? 'none',
    ...(row.problem === 'gateway-missing' ? { problem: null, problemAt: null } : {}),
  });
  return true;
}

/** A canceled subscription may have been deleted there. */
export function isExpectedThere(row: { gatewayState: string }): boolean {
  return row.gatewayState === 'active' || row.gatewayState === 'suspended';
}
