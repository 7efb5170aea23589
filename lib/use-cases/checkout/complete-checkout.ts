import { findByProvider, findOwnedSubscription } from '../../db/subscriptions';
import { logForeignAccess } from '../audit/require-owned';
import type { Needs, SyncDeps } from '../deps';
import { type SyncOutcome, syncSubscription } from '../subscriptions/sync-subscription';

export type CompleteCheckoutOutcome =
  | { kind: 'active'; subscriptionId: string; productId: string; name: string }
  /** Paid or being confirmed; the page asks again. */
  | { kind: 'waiting'; subscriptionId: string }
  /** The payment is confirmed, and the gateway has not taken the key yet. */
  | { kind: 'paid'; subscriptionId: string }
  /** A vendor did not answer: whether it was paid is not known just now. */
  | { kind: 'unconfirmed'; subscriptionId: string }
  /** Its card was refused: the subscription's page says why, and what was given back. */
  | { kind: 'refused'; subscriptionId: string }
  | { kind: 'not-paid'; productId: string }
  | { kind: 'not-found' };

/**
 * What the success page does: syncs the subscription itself, so that the key is there even when the webhook is
 * late. The address is no proof of payment and belongs to whoever has it: the provider and the owner are asked.
 */
export async function completeCheckout(
  deps: SyncDeps,
  input: { userId: string; checkoutId: string },
): Promise<CompleteCheckoutOutcome> {
  const row = await findByProvider(deps.db, { providerId: null, checkoutId: input.checkoutId });
  if (row && row.userId !== input.userId) {
    logForeignAccess(deps, { userId: input.userId, subscriptionId: row.id });
  }
  if (row?.userId !== input.userId) return { kind: 'not-found' };
  const { userId } = input;
  const synced = await sync(deps, row.id);
  const after = await findOwnedSubscription(deps.db, { userId, subscriptionId: row.id });
  if (!after) return { kind: 'not-found' };
  if (after.gatewayState === 'active') {
    return {
      kind: 'active',
      subscriptionId: after.id,
      productId: after.productId,
      name: after.name,
    };
  }
  if (after.problem === 'card-refused') return { kind: 'refused', subscriptionId: after.id };
  if (after.status === 'incomplete_expired') return { kind: 'not-paid', productId: row.productId };
  if (after.status === 'active' || after.status === 'trialing') {
    return { kind: 'paid', subscriptionId: row.id };
  }
  const checkout = synced && (await readCheckout(deps, input.checkoutId));
  if (!checkout) return { kind: 'unconfirmed', subscriptionId: row.id };
  if (synced.kind === 'waiting' && checkout.state === 'open') {
    return { kind: 'not-paid', productId: row.productId };
  }
  return { kind: 'waiting', subscriptionId: row.id };
}

/** Null when a vendor is away: then our row says what is known, and the webhook and the cron go on. */
async function sync(deps: SyncDeps, subscriptionId: string): Promise<SyncOutcome | null> {
  try {
    return await syncSubscription(deps, subscriptionId);
  } catch (error) {
    deps.log.error({ subscriptionId, err: error }, 'not synced by the success page');
    return null;
  }
}

async function readCheckout(deps: Needs<'log' | 'payments'>, checkoutId: string) {
  try {
    return await deps.payments.readCheckout(checkoutId);
  } catch (error) {
    deps.log.warn({ checkoutId, err: error }, 'checkout not read by the success page');
    return null;
  }
}
