import { storeEvent } from '../../db/events';
import type { Needs } from '../deps';

/**
 * Verifies and stores a delivered event; nothing else, so that the answer is quick. It is processed after the answer
 * (process-events), or by the next sweep if that was cut short.
 */
export async function receiveEvent(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  delivery: { rawBody: string; signature: string | null },
  /** Which destination it was delivered to: each has its own secret and form. */
  destination: 'account' | 'usage' = 'account',
): Promise<{ kind: 'stored'; isNew: boolean } | { kind: 'bad-signature' }> {
  const receivedAt = await deps.clock.now();
  const verify =
    destination === 'usage' ? deps.payments.verifyUsageEvent : deps.payments.verifyEvent;
  const event = await verify({ ...delivery, receivedAt });
  if (!event) {
    deps.log.warn({}, 'webhook refused: wrong signature');
    return { kind: 'bad-signature' };
  }
  const isNew = await storeEvent(deps.db, {
    id: event.id,
    type: event.type,
    objectId: event.objectId,
    subscriptionId: event.providerSubscriptionId,
    invoiceId: event.invoiceId,
    customerId: event.customerId,
    createdAt: event.createdAt,
    receivedAt,
  });
  deps.log.info({ eventId: event.id, type: event.type, isNew }, 'webhook stored');
  return { kind: 'stored', isNew };
}
