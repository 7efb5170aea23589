import type { PaymentProvider } from '../ports/payment-provider';
import type { PaymentSignal } from '../ports/provider-event';
import type { StripeClient } from './client';
import { callStripe, isMissing } from './errors';

/** Disputes, refunds and early fraud warnings, with the invoice and the subscription that they are about. */
export function createSignals(client: StripeClient): Pick<PaymentProvider, 'readSignals'> {
  return {
    readSignals: (kind, objectId) =>
      callStripe('read what was taken back', async () => {
        try {
          switch (kind) {
            case 'dispute':
              return [await disputeOf(client, objectId)];
            case 'refund':
              return await refundsOf(client, objectId);
            case 'fraud-warning':
              return [await warningOf(client, objectId)];
            default:
              return kind satisfies never;
          }
        } catch (error) {
          if (isMissing(error)) return [];
          throw error;
        }
      }),
  };
}

/** Won, or withdrawn before it became one; a lost one stays until an operator allows access again. */
const CLOSED_DISPUTE: ReadonlySet<string> = new Set(['won', 'warning_closed', 'prevented']);

async function disputeOf(client: StripeClient, id: string): Promise<PaymentSignal> {
  const dispute = await client().disputes.retrieve(id);
  return {
    ...(await aboutCharge(client, idOf(dispute.charge))),
    id: dispute.id,
    kind: 'dispute',
    amountMinor: dispute.amount,
    currency: dispute.currency,
    state: dispute.status,
    isOpen: !CLOSED_DISPUTE.has(dispute.status),
    reason: dispute.reason,
    createdAt: fromSeconds(dispute.created),
  };
}

/** A refund by its own id, or all of a charge's. */
async function refundsOf(client: StripeClient, id: string): Promise<PaymentSignal[]> {
  const refunds = id.startsWith('ch_')
    ? await client().refunds.list({ charge: id, limit: 100 }).autoPagingToArray({ limit: 1000 })
    : [await client().refunds.retrieve(id)];
  const signals: PaymentSignal[] = [];
  for (const refund of refunds) {
    if (!refund.charge) continue;
    signals.push({
      ...(await aboutCharge(client, idOf(refund.charge))),
      id: refund.id,
      kind: 'refund',
      amountMinor: refund.amount,
      currency: refund.currency,
      state: refund.status ?? 'unknown',
      isOpen: false,
      reason: refund.reason,
      createdAt: fromSeconds(refund.created),
    });
  }
  return signals;
}

async function warningOf(client: StripeClient, id: string): Promise<PaymentSignal> {
  const warning = await client().radar.earlyFraudWarnings.retrieve(id);
  const about = await aboutCharge(client, idOf(warning.charge));
  return {
    ...about,
    id: warning.id,
    kind: 'fraud-warning',
    state: warning.actionable ? 'actionable' : 'acted-on',
    isOpen: warning.actionable,
    reason: warning.fraud_type,
    createdAt: fromSeconds(warning.created),
  };
}

/** A charge names its payment, the payment its invoice, and the invoice its subscription. */
async function aboutCharge(client: StripeClient, chargeId: string) {
  const charge = await client().charges.retrieve(chargeId);
  const { amount: amountMinor, currency } = charge;
  const customerId = charge.customer === null ? null : idOf(charge.customer);
  const about = { chargeId, customerId, amountMinor, currency };
  const none = { ...about, invoiceId: null, providerSubscriptionId: null };
  if (!charge.payment_intent) return none;
  const payment = { type: 'payment_intent', payment_intent: idOf(charge.payment_intent) } as const;
  const { data } = await client().invoicePayments.list({ payment, limit: 1 });
  const [first] = data;
  if (!first) return none;
  const invoiceId = idOf(first.invoice);
  const invoice = await client().invoices.retrieve(invoiceId);
  const subscription = invoice.parent?.subscription_details?.subscription;
  return {
    ...about,
    invoiceId,
    providerSubscriptionId: subscription ? idOf(subscription) : null,
  };
}

function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id;
}

function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}
