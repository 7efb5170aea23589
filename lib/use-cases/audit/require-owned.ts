import {
  findOwnedSubscription,
  findSubscription,
  type SubscriptionWithCustomer,
} from '../../db/subscriptions';
import type { Needs } from '../deps';

/**
 * The subscription that somebody asks for, if it is theirs. Another's is answered as one that does not exist, and leaves
 * a line in the log: ids are not to be guessed, so whoever asks for one has it from somewhere. Both answers take the
 * same two questions.
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
