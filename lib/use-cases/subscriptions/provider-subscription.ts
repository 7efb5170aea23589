import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import { markProblem } from '../audit/subscription-problems';
import type { Needs } from '../deps';

export type Resolved =
  | { kind: 'waiting' }
  | { kind: 'expired' }
  /** We know its id and the provider does not. */
  | { kind: 'missing' }
  /** `duplicates`: further live ones of the same row, newer than the one that counts. */
  | { kind: 'found'; counts: ProviderSubscription; duplicates: ProviderSubscription[] };

/**
 * What the provider has for this row: by the subscription id that we know, by a subscription whose metadata names the
 * row (an event's hint), or through the checkout while that is all there is. Of several live ones the oldest counts.
 */
export async function resolveProviderSubscription(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  row: SubscriptionWithCustomer,
  providerHint: string | null,
): Promise<Resolved> {
  const known = row.providerId ? await deps.payments.readSubscription(row.providerId) : null;
  const hinted = await readHinted(deps, row, providerHint);
  const candidates = [known, hinted].filter((one) => one !== null);
  if (candidates.length > 0) return choose(candidates);
  if (row.providerId) return { kind: 'missing' };
  return throughCheckout(deps, row);
}

export function isEnded(status: string): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

export function startedFirst(one: ProviderSubscription, other: ProviderSubscription): number {
  return (
    one.startedAt.getTime() - other.startedAt.getTime() ||
    (one.providerId < other.providerId ? -1 : 1)
  );
}

function choose(candidates: ProviderSubscription[]): Resolved {
  const live = candidates.filter((one) => !isEnded(one.status)).sort(startedFirst);
  const [oldest, ...duplicates] = live;
  const counts = oldest ?? candidates[0];
  return counts ? { kind: 'found', counts, duplicates } : { kind: 'waiting' };
}

async function readHinted(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  row: SubscriptionWithCustomer,
  hint: string | null,
): Promise<ProviderSubscription | null> {
  if (!hint || hint === row.providerId) return null;
  const hinted = await deps.payments.readSubscription(hint);
  if (hinted?.subscriptionId !== row.id) return null;
  if (hinted.customerId === row.customer?.providerId) return hinted;
  // Metadata can be copied by hand; a customer that is not this row's must not open or close its access.
  await markProblem(deps, row, {
    kind: 'foreign',
    details: { providerId: hinted.providerId, customerId: hinted.customerId },
  });
  return null;
}

async function throughCheckout(
  deps: Needs<'payments'>,
  row: SubscriptionWithCustomer,
): Promise<Resolved> {
  if (!row.checkoutSessionId) return { kind: row.status === 'checkout' ? 'waiting' : 'expired' };
  const checkout = await deps.payments.readCheckout(row.checkoutSessionId);
  if (!checkout || checkout.state === 'expired') return { kind: 'expired' };
  if (!checkout.providerSubscriptionId) return { kind: 'waiting' };
  const found = await deps.payments.readSubscription(checkout.providerSubscriptionId);
  return found ? { kind: 'found', counts: found, duplicates: [] } : { kind: 'waiting' };
}
