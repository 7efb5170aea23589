import { findSubscription } from '../db/subscriptions';
import type { Deps } from './deps';

export async function whoseSubscription(
  deps: Deps,
  input: { userId: string; subscriptionId: string },
): Promise<'own' | 'other' | 'nobody'> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row) return 'nobody';
  return row.userId === input.userId ? 'own' : 'other';
}
