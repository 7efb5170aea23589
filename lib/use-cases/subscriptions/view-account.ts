import { listSubscriptionsOf } from '../../db/subscriptions';
import { findUser } from '../../db/users';
import type { Needs } from '../deps';
import { usageCompleteThrough } from '../usage/usage-complete-through';
import { type SubscriptionCard, viewOf } from './internal/subscription-card';

export type { SubscriptionCard, SubscriptionPrice } from './internal/subscription-card';

/** The user's subscriptions, newest first. Abandoned checkouts are left out. */
export async function viewAccount(
  deps: Needs<'catalog' | 'clock' | 'db' | 'settings'>,
  userId: string,
): Promise<{ subscriptions: SubscriptionCard[] }> {
  const now = await deps.clock.now();
  const usageAsOf = await usageCompleteThrough(deps);
  const rows = await listSubscriptionsOf(deps.db, userId);
  const blocked = (await findUser(deps.db, userId))?.gatewayBlocked ?? false;
  const shown = rows.filter((row) => row.status !== 'incomplete_expired');
  const views = await Promise.all(
    shown.map((row) => viewOf(deps, row, { now, usageAsOf, blocked })),
  );
  return { subscriptions: views.map((view) => view.card) };
}
