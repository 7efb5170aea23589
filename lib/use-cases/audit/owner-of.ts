import { findSubscription } from '../../db/subscriptions';
import type { Deps } from '../deps';
import { noteAnothers } from './require-owned';

export async function whoseSubscription(
  deps: Deps,
  input: { userId: string; subscriptionId: string },
): Promise<'own' | 'other' | 'nobody'> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row) return 'nobody';
  if (row.userId === input.userId) return 'own';
  noteAnothers(deps, input);
  return 'other';
}
