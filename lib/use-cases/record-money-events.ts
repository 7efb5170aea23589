import { recordAuditOnce } from '../db/audit';
import type { StripeEvent } from '../db/generated/client';
import type { Deps } from './deps';

/** What happened to somebody's money, by the provider's names of events. */
const MONEY_EVENTS: Readonly<Record<string, string>> = {
  'invoice.paid': 'invoice.paid',
  'invoice.payment_failed': 'invoice.payment-failed',
  'invoice.voided': 'invoice.voided',
  'invoice.marked_uncollectible': 'invoice.uncollectible',
  'charge.refunded': 'payment.refunded',
  'charge.dispute.created': 'payment.disputed',
  'charge.dispute.closed': 'payment.dispute-closed',
};

/** Puts them into the owner's activity, each once and at the time at which it happened at the provider. */
export async function recordMoneyEvents(
  deps: Deps,
  subscriptionId: string,
  events: readonly Pick<StripeEvent, 'id' | 'type' | 'invoiceId' | 'createdAt'>[],
): Promise<void> {
  for (const { id, type, invoiceId, createdAt } of events) {
    const action = MONEY_EVENTS[type];
    if (action === undefined) continue;
    await recordAuditOnce(deps.db, `event-${id}`, {
      actor: 'system',
      action,
      targetType: 'subscription',
      targetId: subscriptionId,
      details: invoiceId === null ? {} : { invoiceId },
      at: createdAt,
    });
  }
}
