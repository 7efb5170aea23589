import { findOwnedSubscription, updateSubscription } from '../../db/subscriptions';
import { audit } from '../audit/audit';
import { requireOwned } from '../audit/require-owned';
import type { SyncDeps } from '../deps';
import { syncSubscription } from '../subscriptions/sync-subscription';

export type DiscardOutcome =
  | { kind: 'discarded' }
  /** It was paid meanwhile: nothing is discarded that somebody has paid for. */
  | { kind: 'paid' }
  | { kind: 'not-found' };

/**
 * Discards a checkout that was not paid. The provider's page is closed first, so that nobody can pay afterwards for what
 * is gone here.
 */
export async function discardCheckout(
  deps: SyncDeps,
  input: { userId: string; subscriptionId: string },
): Promise<DiscardOutcome> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  if (row.status === 'incomplete_expired') return { kind: 'discarded' };
  if (row.status !== 'checkout') return { kind: 'paid' };
  if (row.checkoutSessionId) {
    await deps.payments.expireCheckout(row.checkoutSessionId);
    await syncSubscription(deps, row.id);
  } else {
    // Never opened at the provider: only our row has to go.
    const endedAt = await deps.clock.now();
    await updateSubscription(deps.db, row.id, {
      status: 'incomplete_expired',
      liveKey: null,
      checkoutUrl: null,
      endedAt,
    });
  }
  const after = await findOwnedSubscription(deps.db, input);
  if (after?.status !== 'incomplete_expired') return { kind: 'paid' };
  await audit(deps, {
    actor: input.userId,
    action: 'subscription.checkout-discarded',
    targetType: 'subscription',
    targetId: row.id,
  });
  return { kind: 'discarded' };
}
