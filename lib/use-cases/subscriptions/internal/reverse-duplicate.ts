import {
  findByLiveKey,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../../../db/subscriptions';
import { isUniqueViolation } from '../../../db/unique';
import { AppError } from '../../../kit/app-error';
import { liveKeyOf } from '../../../kit/wire-names';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import { markProblem } from '../../audit/subscription-problems';
import type { Needs } from '../../deps';
import { isEnded, startedFirst } from '../provider-subscription';

/** Ends a subscription that was paid for twice, refunds it and notifies its owner and the operator. */
export async function reverseDuplicate(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  duplicate: ProviderSubscription,
  reported: readonly Pick<SubscriptionWithCustomer, 'id' | 'problem'>[],
): Promise<void> {
  const { refundedMinor, currency } = await deps.payments.refundDuplicate(duplicate.providerId);
  for (const row of reported) {
    await markProblem(deps, row, {
      kind: 'duplicate-refunded',
      details: { providerId: duplicate.providerId, refundedMinor, currency },
    });
  }
}

/**
 * Gives a live row its live key back (it had counted as ended: its checkout was paid at the last moment). When another
 * row holds the key, two live subscriptions share a customer and a product and each would be billed for both, so the
 * newer one is ended. Returns whether this row stays.
 */
export async function claimLiveKey(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
): Promise<'held' | 'lost'> {
  if (row.reversedAt) {
    await reverseDuplicate(deps, found, [row]);
    return 'lost';
  }
  if (row.liveKey !== null || row.customerId === null) return 'held';
  const liveKey = liveKeyOf(row.customerId, row.productId);
  for (let round = 0; round < 3; round += 1) {
    try {
      await updateSubscription(deps.db, row.id, { liveKey, endedAt: null });
      return 'held';
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const holder = await findByLiveKey(deps.db, liveKey);
    if (holder && (await resolveConflict(deps, { row, found, holder })) === 'lost') return 'lost';
  }
  throw new AppError('conflict', `The place of ${row.id} is being taken elsewhere.`);
}

async function resolveConflict(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  contenders: {
    row: SubscriptionWithCustomer;
    found: ProviderSubscription;
    holder: SubscriptionWithCustomer;
  },
): Promise<'freed' | 'lost'> {
  const { row, found, holder } = contenders;
  const reversedAt = await deps.clock.now();
  const theirs = await providerOf(deps, holder);
  const isLive = theirs !== null && !isEnded(theirs.status);
  if (isLive && startedFirst(theirs, found) < 0) {
    // Decided before anything is done: if a sync is killed after this point, the next one finishes the work.
    await updateSubscription(deps.db, row.id, { reversedAt, syncDueAt: reversedAt });
    await reverseDuplicate(deps, found, [row, holder]);
    return 'lost';
  }
  if (isLive) {
    await updateSubscription(deps.db, holder.id, { reversedAt, syncDueAt: reversedAt });
    await reverseDuplicate(deps, theirs, [row, holder]);
  }
  // Its own sync, started by the provider's event or the sweep, records the rest.
  await updateSubscription(deps.db, holder.id, {
    liveKey: null,
    syncDueAt: await deps.clock.now(),
    ...(theirs ? { providerId: theirs.providerId } : { status: 'incomplete_expired' }),
  });
  return 'freed';
}

/** The holder's live subscription. An open checkout is closed first, so that nobody can pay it any more. */
async function providerOf(
  deps: Needs<'payments'>,
  holder: SubscriptionWithCustomer,
): Promise<ProviderSubscription | null> {
  if (holder.providerId) return deps.payments.readSubscription(holder.providerId);
  if (!holder.checkoutSessionId) return null;
  await deps.payments.expireCheckout(holder.checkoutSessionId);
  const checkout = await deps.payments.readCheckout(holder.checkoutSessionId);
  if (!checkout?.providerSubscriptionId) return null;
  return deps.payments.readSubscription(checkout.providerSubscriptionId);
}
