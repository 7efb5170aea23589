import { putSignal } from '../../../db/payment-signals';
import { findByProvider } from '../../../db/subscriptions';
import type { InvoiceStanding } from '../../../ports/provider-invoice';
import type { Needs } from '../../deps';

/** An invoice that was voided or written off is a row: somebody did it by hand, and it decides about credit. */
export async function noteWrittenOff(
  deps: Needs<'clock' | 'db'>,
  { standing, userId }: { standing: InvoiceStanding; userId: string },
): Promise<void> {
  const { state } = standing;
  if (state !== 'void' && state !== 'uncollectible') return;
  const row = await findByProvider(deps.db, {
    providerId: standing.providerSubscriptionId,
    checkoutId: null,
  });
  const readAt = await deps.clock.now();
  await putSignal(deps.db, {
    id: `written-off:${standing.id}`,
    kind: state === 'void' ? 'voided' : 'uncollectible',
    userId,
    subscriptionId: row?.id ?? null,
    invoiceId: standing.id,
    amountMinor: standing.totalMinor,
    currency: standing.currency,
    state,
    isOpen: false,
    createdAt: readAt,
    readAt,
  });
}
