import { findByProvider, findOwnSubscription } from '../db/subscriptions';
import type { Deps } from './deps';
import { noteAnothers } from './own-subscription';
import { syncSubscription } from './sync-subscription';

export type CompleteCheckoutOutcome =
  | { kind: 'active'; subscriptionId: string; productId: string; name: string }
  | { kind: 'waiting'; subscriptionId: string }
  | { kind: 'not-paid'; productId: string }
  | { kind: 'not-found' };

/**
 * What the success page does: syncs the subscription itself, so that the key is there even when the webhook is
 * late. The address is no proof of payment and belongs to whoever has it: the provider and the owner are asked.
 */
export async function completeCheckout(
  deps: Deps,
  input: { userId: string; checkoutId: string },
): Promise<CompleteCheckoutOutcome> {
  const row = await findByProvider(deps.db, { providerId: null, checkoutId: input.checkoutId });
  if (row && row.userId !== input.userId) {
    noteAnothers(deps, { userId: input.userId, subscriptionId: row.id });
  }
  if (row?.userId !== input.userId) return { kind: 'not-found' };
  const outcome = await syncSubscription(deps, row.id);
  const after = await findOwnSubscription(deps.db, {
    userId: input.userId,
    subscriptionId: row.id,
  });
  if (!after) return { kind: 'not-found' };
  if (after.gatewayState === 'active') {
    return {
      kind: 'active',
      subscriptionId: after.id,
      productId: after.productId,
      name: after.name,
    };
  }
  const checkout = await deps.payments.readCheckout(input.checkoutId);
  if (outcome.kind === 'waiting' && checkout?.state === 'open') {
    return { kind: 'not-paid', productId: row.productId };
  }
  if (after.status === 'incomplete_expired') return { kind: 'not-paid', productId: row.productId };
  return { kind: 'waiting', subscriptionId: row.id };
}
