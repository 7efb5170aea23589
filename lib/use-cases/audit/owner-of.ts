import { findSubscription } from '../../db/subscriptions';
import type { Needs } from '../deps';
import { logForeignAccess } from './require-owned';

export async function ownerOf(
  deps: Needs<'db' | 'log'>,
  input: { userId: string; subscriptionId: string },
): Promise<'own' | 'other' | 'nobody'> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row) return 'nobody';
  if (row.userId === input.userId) return 'own';
  logForeignAccess(deps, input);
  return 'other';
}
