import { recordAudit } from '../../../db/audit';
import { findCustomerByProvider } from '../../../db/customers';
import type { StripeEvent } from '../../../db/generated/client';
import { putSignal } from '../../../db/payment-signals';
import { listLiveOf } from '../../../db/standings';
import { findByProvider } from '../../../db/subscriptions';
import type { PaymentSignal } from '../../../ports/provider-event';
import type { Needs } from '../../deps';
import { keepStanding } from '../sync-standings';
import { keepTakenBack } from './record-taken-back';

/** `charge.dispute.created`, `refund.updated`, `radar.early_fraud_warning.created`, ... */
export function isSignalEvent(type: string): boolean {
  return kindOf(type) !== null;
}

function kindOf(type: string): PaymentSignal['kind'] | null {
  if (type.startsWith('charge.dispute.')) return 'dispute';
  if (type.startsWith('radar.early_fraud_warning.')) return 'fraud-warning';
  if (type.startsWith('refund.') || type === 'charge.refunded') return 'refund';
  return null;
}

/**
 * Money that was returned, or may be: a dispute suspends immediately; a warning and a refund are rows for the operator.
 * The event is a hint, so the current state is read again. Returns the subscriptions whose access may have changed.
 */
export async function hearSignal(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  event: StripeEvent,
): Promise<string[]> {
  const kind = kindOf(event.type);
  if (kind === null) return [];
  const touched = new Set<string>();
  for (const signal of await deps.payments.readSignals(kind, event.objectId)) {
    for (const id of await keep(deps, signal, event.createdAt)) touched.add(id);
  }
  return [...touched];
}

async function keep(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  signal: PaymentSignal,
  at: Date,
): Promise<string[]> {
  const readAt = await deps.clock.now();
  const customer = signal.customerId
    ? await findCustomerByProvider(deps.db, signal.customerId)
    : null;
  // It belongs to none of our users: another application sells through the same account.
  if (!customer) return [];
  const { userId } = customer;
  const row = await findByProvider(deps.db, {
    providerId: signal.providerSubscriptionId,
    checkoutId: null,
  });
  const { id, kind, invoiceId, amountMinor, currency, state, createdAt } = signal;
  const isNews = await putSignal(deps.db, {
    id,
    kind,
    userId,
    subscriptionId: row?.id ?? null,
    invoiceId,
    amountMinor,
    currency,
    state,
    isOpen: signal.isOpen,
    details: { reason: signal.reason, chargeId: signal.chargeId },
    createdAt,
    readAt,
  });
  if (isNews) {
    await recordAudit(deps.db, {
      actor: 'stripe',
      action: `payment.${kind}`,
      targetType: row ? 'subscription' : 'user',
      targetId: row?.id ?? userId,
      details: { id, state, amountMinor, currency, reason: signal.reason },
      at,
    });
  }
  deps.log.warn({ userId, subscriptionId: row?.id, signal: id, kind, state }, 'payment signal');
  if (invoiceId) {
    await keepStanding(deps, invoiceId);
    await keepTakenBack(deps, invoiceId);
  }
  if (row) return [row.id];
  return kind === 'dispute' ? listLiveOf(deps.db, userId) : [];
}
