import { updateSubscription } from '../../db/subscriptions';
import { markProblem } from '../audit/subscription-problems';
import type { Needs } from '../deps';

/**
 * Writes on the row what the gateway really has, so that the next sync applies what differs. False when it has nothing
 * although our row says so: that is a problem until somebody restores it.
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

/** What was cancelled may have been cleared away there. */
export function isExpectedThere(row: { gatewayState: string }): boolean {
  return row.gatewayState === 'active' || row.gatewayState === 'suspended';
}
