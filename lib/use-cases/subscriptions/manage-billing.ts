import { audit } from '../audit/audit';
import { requireOwned } from '../audit/require-owned';
import type { Needs, SyncDeps } from '../deps';
import { syncSubscription } from './sync-subscription';

/** A link to the provider's customer portal: card, invoices. Created on the click, never stored. */
export async function openPortal(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'requestAddress' | 'settings'>,
  input: { userId: string; subscriptionId: string },
): Promise<{ kind: 'open'; url: string } | { kind: 'not-found' }> {
  const row = await requireOwned(deps, input);
  if (!row?.customer?.providerId || row.customer.deletedAt) return { kind: 'not-found' };
  const { url } = await deps.payments.openCustomerPortal({
    customerId: row.customer.providerId,
    returnUrl: `${deps.settings.appUrl}/account/subscriptions/${row.id}`,
  });
  await audit(deps, {
    actor: input.userId,
    action: 'subscription.billing-opened',
    targetType: 'subscription',
    targetId: row.id,
  });
  return { kind: 'open', url };
}

/** Cancels at the end of the paid period, or undoes that. */
export async function setCancelAtPeriodEnd(
  deps: SyncDeps,
  input: { userId: string; subscriptionId: string; cancel: boolean },
): Promise<{ kind: 'done' } | { kind: 'not-found' }> {
  const row = await requireOwned(deps, input);
  if (!row?.providerId || row.endedAt) return { kind: 'not-found' };
  await deps.payments.setCancelAtPeriodEnd(row.providerId, input.cancel);
  await audit(deps, {
    actor: input.userId,
    action: input.cancel ? 'subscription.cancel-at-period-end' : 'subscription.cancel-undone',
    targetType: 'subscription',
    targetId: row.id,
  });
  await syncSubscription(deps, row.id);
  return { kind: 'done' };
}
