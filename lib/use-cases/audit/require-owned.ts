import {
  findOwnedSubscription,
  findSubscription,
  type SubscriptionWithCustomer,
} from '../../db/subscriptions';
import type { Needs } from '../deps';

/**
 * The requested subscription, if it belongs to the user. A foreign one is answered as if it did not exist, and is
 * logged: ids can't be guessed, so the caller must have got it from somewhere. Both answers take the same two queries.
 */
export async function requireOwned(
  deps: Needs<'db' | 'log'>,
  { userId, subscriptionId }: { userId: string; subscriptionId: string },
): Promise<SubscriptionWithCustomer | null> {
  const own = await findOwnedSubscription(deps.db, { userId, subscriptionId });
  if (own) return own;
  const others = await findSubscription(deps.db, subscriptionId);
  if (others) logForeignAccess(deps, { userId, subscriptionId });
  return null;
}

export function logForeignAccess(
  deps: Needs<'log'>,
  asked: { userId: string; subscriptionId: string },
): void {
  deps.log.warn(asked, 'refused: another user has this subscription');
}
