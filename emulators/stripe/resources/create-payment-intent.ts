import { createIntent, payIntent, saveIntent, unexpectedState } from '../billing/pay-intent';
import { passesUnseen } from '../billing/payment';
import { attachCard, refuseUsed, usableCard } from '../billing/payment-methods';
import type { Params } from '../http/parameters';
import { changedTo, mergeMetadata } from '../http/params';
import { checkAmount } from '../money/check-amount';
import { currencyOf } from '../money/currencies';
import { getCustomer } from '../objects/customer';
import { getPaymentIntent, renderPaymentIntent } from '../objects/payment-intent';
import type { Account } from '../state/account';
import type { PaymentIntentRow } from '../state/payment-rows';
import type { Decline, InvoiceRow, PaymentMethodRow } from '../state/rows';
import { cardDeclined, invalid } from '../wire/stripe-error';

const confirming = {
  error_on_requires_action: true,
  off_session: true,
  payment_method: true,
  receipt_email: { max: 800 },
  return_url: true,
  setup_future_usage: true,
  use_stripe_sdk: true,
} as const;

export const createdIntent = {
  ...confirming,
  amount: { min: 1 },
  currency: true,
  allowed_payment_method_types: ['card'],
  automatic_payment_methods: true,
  capture_method: true,
  confirm: true,
  confirmation_method: true,
  customer: true,
  description: { max: 1000 },
  metadata: true,
} as const;
export const confirmedIntent = confirming;
type ConfirmParams = Params<'POST /v1/payment_intents/:id/confirm', typeof confirmedIntent>;

export function makeIntent(
  account: Account,
  params: Params<'POST /v1/payment_intents', typeof createdIntent>,
): PaymentIntentRow {
  const currency = currencyOf(params.currency);
  checkAmount(params.amount, currency);
  const customer =
    params.customer === undefined ? null : getCustomer(account, params.customer, 'customer').id;
  if (params.off_session !== undefined && !params.confirm) {
    throw invalid('`off_session` can only be set when `confirm=true`.', 'off_session');
  }
  const card =
    params.payment_method === undefined
      ? undefined
      : cardOf(account, customer, params.payment_method);
  const row = createIntent(account, {
    customer,
    amount: params.amount,
    currency,
    status: card ? 'requires_confirmation' : 'requires_payment_method',
    paymentMethod: card?.id ?? null,
    captureMethod: params.capture_method ?? 'automatic_async',
    confirmationMethod: params.confirmation_method ?? 'automatic',
    setupFutureUsage: params.setup_future_usage ?? null,
    description: params.description ?? null,
    receiptEmail: params.receipt_email ?? null,
    returnUrl: params.return_url ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
  return params.confirm ? pay(account, row, card, params) : row;
}

/** Confirms an intent; that of an invoice is paid as the invoice is, which `payInvoice` does. */
export function confirmIntent(
  account: Account,
  row: PaymentIntentRow,
  params: ConfirmParams,
  payInvoice: (invoice: InvoiceRow, card: PaymentMethodRow) => Decline | null,
): PaymentIntentRow {
  const card =
    params.payment_method === undefined
      ? account.paymentMethods.get(row.paymentMethod ?? '')
      : cardOf(account, row.customer, params.payment_method);
  const payment = account.invoicePayments.find(
    (one) => one.paymentIntent === row.id && one.status === 'open',
  );
  const invoice = payment && account.invoices.get(payment.invoice);
  if (!invoice || !card) return pay(account, row, card, params);
  if (row.customer !== null && card.customer === null) attachCard(account, card, row.customer);
  return outcome(account, row.id, payInvoice(invoice, card), params);
}

function pay(
  account: Account,
  row: PaymentIntentRow,
  card: PaymentMethodRow | undefined,
  params: ConfirmParams,
): PaymentIntentRow {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(row.status))
    throw unexpectedState(
      row,
      'confirmed',
      'requires_confirmation, requires_action, requires_payment_method',
    );
  if (!card) {
    throw invalid(
      'You cannot confirm this PaymentIntent because it is missing a payment method. Provide one with `payment_method`.',
      undefined,
      'payment_intent_unexpected_state',
    );
  }
  const setupFutureUsage = changedTo(params.setup_future_usage, row.setupFutureUsage);
  const wanted = saveIntent(account, {
    ...row,
    setupFutureUsage,
    returnUrl: params.return_url ?? row.returnUrl,
    receiptEmail: params.receipt_email ?? row.receiptEmail,
  });
  // Off-session a bank that asks only the cardholder asks nobody.
  const isUnseen = params.off_session === true && passesUnseen(card);
  const decline = payIntent(account, wanted, card, isUnseen);
  if (!decline && setupFutureUsage !== null && row.customer !== null)
    attachCard(account, card, row.customer);
  else if (!decline && card.customer === null)
    account.paymentMethods.put({ ...card, detached: true });
  return outcome(account, row.id, decline, params);
}

/** A bank's question is no refusal, unless nobody is there to answer it. */
function outcome(
  account: Account,
  id: string,
  decline: Decline | null,
  params: Pick<ConfirmParams, 'off_session' | 'error_on_requires_action'>,
): PaymentIntentRow {
  const row = getPaymentIntent(account, id);
  if (!decline) return row;
  const asked = row.status === 'requires_action';
  if (asked && !params.off_session && !params.error_on_requires_action) return row;
  const left = asked
    ? saveIntent(
        account,
        { ...row, status: 'requires_payment_method', lastError: decline },
        'payment_intent.payment_failed',
      )
    : row;
  throw cardDeclined(decline, {
    ...(left.latestCharge === null ? {} : { charge: left.latestCharge }),
    payment_intent: renderPaymentIntent(account, left),
  });
}

function cardOf(account: Account, customer: string | null, id: string): PaymentMethodRow {
  const card = usableCard(account, id, 'payment_method');
  refuseUsed(card);
  if (card.customer !== null && card.customer !== customer) {
    throw invalid(
      `The PaymentMethod ${id} belongs to a Customer. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      'payment_method',
    );
  }
  return card;
}
