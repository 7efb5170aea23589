import { emit } from '../events/emit';
import { maximumCharge } from '../money/currencies';
import { renderCharge } from '../objects/charge';
import { renderPaymentIntent } from '../objects/payment-intent';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type { ChargeRow, PaymentIntentRow } from '../state/payment-rows';
import type { Decline, PaymentMethodRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { DECLINES, declineOf, NEEDS_AUTHENTICATION } from './payment';

export type NewPaymentIntent = Pick<PaymentIntentRow, 'customer' | 'amount' | 'currency'> &
  Partial<PaymentIntentRow>;

export function createIntent(account: Account, input: NewPaymentIntent): PaymentIntentRow {
  const id = newId('pi_3', 23).replace('pi_3_', 'pi_3');
  const row: PaymentIntentRow = {
    id,
    created: account.now(),
    status: 'requires_payment_method',
    paymentMethod: null,
    captureMethod: 'automatic_async',
    confirmationMethod: 'automatic',
    setupFutureUsage: null,
    amountReceived: 0,
    latestCharge: null,
    lastError: null,
    canceledAt: null,
    cancellationReason: null,
    description: null,
    receiptEmail: null,
    returnUrl: null,
    metadata: {},
    secret: `${id}_secret_${randomText(25)}`,
    ...input,
  };
  return saveIntent(account, row, 'payment_intent.created');
}

/** Writes an intent and emits these events about it. */
export function saveIntent(
  account: Account,
  next: PaymentIntentRow,
  ...types: string[]
): PaymentIntentRow {
  account.paymentIntents.put(next);
  for (const type of types) emit(account, type, renderPaymentIntent(account, next));
  return next;
}

/**
 * Charges a card. Answers the refusal, or null when it is paid (or held, with manual capture). A card
 * whose bank wants to be asked first leaves the intent in `requires_action` without a charge.
 */
export function payIntent(
  account: Account,
  row: PaymentIntentRow,
  card: PaymentMethodRow,
  authenticated: boolean,
): Decline | null {
  const wanted: PaymentIntentRow = { ...row, paymentMethod: card.id, lastError: null };
  if (card.authentication !== 'none' && !authenticated) {
    saveIntent(account, { ...wanted, status: 'requires_action' }, 'payment_intent.requires_action');
    return NEEDS_AUTHENTICATION;
  }
  const decline = declineOf(account, card) ?? tooLarge(row, card);
  const manual = row.captureMethod === 'manual';
  const charge = account.charges.put({
    id: newId('ch_3', 23).replace('ch_3_', 'ch_3'),
    created: account.now(),
    customer: row.customer,
    paymentIntent: row.id,
    paymentMethod: card.id,
    amount: row.amount,
    amountCaptured: decline || manual ? 0 : row.amount,
    currency: row.currency,
    status: decline ? 'failed' : 'succeeded',
    captured: decline === null && !manual,
    decline,
    description: row.description,
    receiptEmail: row.receiptEmail,
    metadata: row.metadata,
  });
  const charged: PaymentIntentRow = { ...wanted, latestCharge: charge.id };
  if (decline) {
    account.paymentIntents.put({
      ...charged,
      status: 'requires_payment_method',
      lastError: decline,
    });
    emitCharge(account, charge, 'charge.failed');
    saveIntent(
      account,
      { ...charged, status: 'requires_payment_method', lastError: decline },
      'payment_intent.payment_failed',
    );
    return decline;
  }
  emitCharge(account, charge, 'charge.succeeded');
  if (manual) {
    saveIntent(
      account,
      { ...charged, status: 'requires_capture' },
      'payment_intent.amount_capturable_updated',
    );
  } else {
    saveIntent(
      account,
      { ...charged, status: 'succeeded', amountReceived: row.amount },
      'payment_intent.succeeded',
    );
    followCharge(account, charge, card);
  }
  return null;
}

/** American Express takes nine digits. */
function tooLarge(row: PaymentIntentRow, card: PaymentMethodRow): Decline | null {
  return row.amount > maximumCharge(card.brand) ? DECLINES.generic_decline : null;
}

/** Some test cards are disputed or warned of, right after the answer. */
function followCharge(account: Account, charge: ChargeRow, card: PaymentMethodRow): void {
  if (!card.traits?.afterCharge) return;
  account.wake('charge', charge.id, account.now());
  account.world.poke();
}

/** Captures what was authorized, or a part of it; the rest is released. */
export function captureIntent(
  account: Account,
  row: PaymentIntentRow,
  amount: number,
): PaymentIntentRow {
  const charge = row.latestCharge === null ? undefined : account.charges.get(row.latestCharge);
  if (row.status !== 'requires_capture' || !charge) {
    throw unexpectedState(row, 'captured', 'requires_capture');
  }
  if (amount > row.amount) {
    throw invalid(
      'The amount to capture must be at most the amount that was authorized.',
      'amount_to_capture',
      'amount_too_large',
    );
  }
  const captured = account.charges.put({ ...charge, amountCaptured: amount, captured: true });
  emitCharge(account, captured, 'charge.captured');
  const card = account.paymentMethods.get(charge.paymentMethod);
  if (card) followCharge(account, captured, card);
  return saveIntent(
    account,
    { ...row, status: 'succeeded', amountReceived: amount },
    'payment_intent.succeeded',
  );
}

export function cancelIntent(
  account: Account,
  row: PaymentIntentRow,
  reason: string | null,
): PaymentIntentRow {
  if (row.status === 'succeeded' || row.status === 'canceled') {
    throw unexpectedState(
      row,
      'canceled',
      'requires_payment_method, requires_capture, requires_confirmation, requires_action, processing',
    );
  }
  return saveIntent(
    account,
    { ...row, status: 'canceled', canceledAt: account.now(), cancellationReason: reason },
    'payment_intent.canceled',
  );
}

export function unexpectedState(row: PaymentIntentRow, done: string, wanted: string) {
  return invalid(
    `This PaymentIntent could not be ${done} because it has a status of ${row.status}. Only a PaymentIntent with one of the following statuses may be ${done}: ${wanted}.`,
    undefined,
    'payment_intent_unexpected_state',
  );
}

function emitCharge(account: Account, charge: ChargeRow, type: string): void {
  emit(account, type, renderCharge(account, charge));
}
