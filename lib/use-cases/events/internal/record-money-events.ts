import { recordAuditOnce } from '../../../db/audit';
import type { StripeEvent } from '../../../db/generated/client';
import { findStanding } from '../../../db/standings';
import type { AuditAction } from '../../../kit/wire-names';
import type { Needs } from '../../deps';

/** What became of an invoice, by the provider's names of events. Disputes and refunds are heard as payment signals. */
const MONEY_EVENTS: Readonly<Record<string, AuditAction>> = {
  'invoice.paid': 'invoice.paid',
  'invoice.payment_failed': 'invoice.payment-failed',
  'invoice.voided': 'invoice.voided',
  'invoice.marked_uncollectible': 'invoice.uncollectible',
};

/**
 * Puts them into the owner's activity with their amounts, each once and at the time at which it happened at the provider.
 * Called before access follows, so that the list shows the payment first and what it opened after it.
 */
export async function recordMoneyEvents(
  deps: Needs<'db'>,
  subscriptionId: string,
  events: readonly Pick<StripeEvent, 'id' | 'type' | 'invoiceId' | 'createdAt'>[],
): Promise<void> {
  for (const { id, type, invoiceId, createdAt } of events) {
    const action = MONEY_EVENTS[type];
    if (action === undefined) continue;
    await recordAuditOnce(deps.db, `event-${id}`, {
      actor: 'stripe',
      action,
      targetType: 'subscription',
      targetId: subscriptionId,
      details: invoiceId === null ? {} : { invoiceId, ...(await amountsOf(deps, invoiceId)) },
      at: createdAt,
    });
  }
}

/** As the invoice was read when the event came; nothing of one that nobody has read. */
async function amountsOf(deps: Needs<'db'>, invoiceId: string) {
  const standing = await findStanding(deps.db, invoiceId);
  if (!standing) return {};
  const { totalMinor: amountMinor, paidMinor, currency } = standing;
  return { amountMinor, paidMinor, currency };
}
