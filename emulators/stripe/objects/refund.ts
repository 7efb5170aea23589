import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { RefundRow } from '../state/money-rows';
import { missing } from '../wire/stripe-error';

export function getRefund(account: Account, id: string): RefundRow {
  const row = account.refunds.get(id);
  if (!row) throw missing('refund', id);
  return row;
}

export function renderRefund(account: Account, row: RefundRow) {
  const intent = account.paymentIntents.get(row.paymentIntent);
  return {
    id: row.id,
    object: 'refund',
    amount: row.amount,
    balance_transaction: null,
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    customer: intent?.customer ?? null,
    customer_account: null,
    destination_details: {
      card: {
        reference: `${row.created}`,
        reference_status: 'available',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    ...(row.status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
    metadata: { ...row.metadata },
    ...(row.status === 'pending' ? { pending_reason: 'processing' } : {}),
    payment_intent: row.paymentIntent,
    payment_method: intent?.paymentMethod ?? null,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: row.status ?? 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund;
}
