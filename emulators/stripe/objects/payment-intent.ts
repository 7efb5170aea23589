import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { PaymentIntentRow } from '../state/payment-rows';
import type { Decline } from '../state/rows';
import { missing } from '../wire/stripe-error';
import { renderPaymentMethod } from './payment-method';

export function getPaymentIntent(account: Account, id: string, param?: string): PaymentIntentRow {
  const row = account.paymentIntents.get(id);
  if (!row) throw missing('payment_intent', id, param);
  return row;
}

export function renderPaymentIntent(account: Account, row: PaymentIntentRow) {
  return {
    id: row.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: row.amount,
    amount_capturable: row.status === 'requires_capture' ? row.amount : 0,
    amount_received: row.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: row.canceledAt,
    cancellation_reason: row.cancellationReason,
    capture_method: row.captureMethod,
    client_secret: row.secret,
    confirmation_method: row.confirmationMethod,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_account: null,
    description: row.description,
    excluded_payment_method_types: null,
    last_payment_error: lastError(account, row),
    latest_charge: row.latestCharge,
    livemode: false,
    managed_payments: null,
    metadata: { ...row.metadata },
    next_action: nextAction(account, row),
    on_behalf_of: null,
    payment_method: row.status === 'requires_payment_method' ? null : row.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: 'automatic',
      },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: row.receiptEmail,
    review: null,
    setup_future_usage: row.setupFutureUsage,
    shipping: row.shipping ? { ...row.shipping, carrier: null, tracking_number: null } : null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status,
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.PaymentIntent;
}

/** Why an intent was refused last, with the card that was. */
export function lastError(
  account: Account,
  row: { lastError: Decline | null; paymentMethod: string | null; latestCharge?: string | null },
) {
  if (row.lastError === null) return null;
  const card =
    row.paymentMethod === null ? undefined : account.paymentMethods.get(row.paymentMethod);
  const { code, declineCode, message } = row.lastError;
  return {
    code,
    message,
    type: 'card_error' as const,
    ...(row.latestCharge ? { charge: row.latestCharge } : {}),
    ...(declineCode === undefined ? {} : { decline_code: declineCode }),
    ...(card ? { payment_method: renderPaymentMethod(card), payment_method_type: 'card' } : {}),
  };
}

/** Where the cardholder's bank asks; the emulator's page in its place. */
export function nextAction(
  account: Account,
  row: { id: string; status: string; returnUrl: string | null },
) {
  if (row.status !== 'requires_action') return null;
  return {
    redirect_to_url: {
      return_url: row.returnUrl,
      url: `${account.baseUrl}/authenticate/${row.id}`,
    },
    type: 'redirect_to_url',
  };
}
