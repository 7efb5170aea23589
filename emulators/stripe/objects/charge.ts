import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { CardTraits } from '../state/card-traits';
import type { ChargeRow } from '../state/payment-rows';
import { missing } from '../wire/stripe-error';
import { billingDetailsOf, chargedCard } from './card-details';

export function getCharge(account: Account, id: string, param?: string): ChargeRow {
  const row = account.charges.get(id);
  if (!row) throw missing('charge', id, param);
  return row;
}

/** What was given back of a charge, in minor units. */
export function refundedOf(account: Account, row: ChargeRow): number {
  return account.refunds
    .group(row.paymentIntent)
    .reduce(
      (sum, one) => sum + (one.charge === row.id && one.status !== 'failed' ? one.amount : 0),
      0,
    );
}

export function renderCharge(account: Account, row: ChargeRow) {
  const card = account.paymentMethods.get(row.paymentMethod);
  const refunded = refundedOf(account, row);
  return {
    id: row.id,
    object: 'charge',
    amount: row.amount,
    amount_captured: row.amountCaptured,
    amount_refunded: refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: billingDetailsOf(card),
    calculated_statement_descriptor: 'STRIPE EMULATOR',
    captured: row.captured,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    disputed: account.disputes.group(row.id).length > 0,
    failure_balance_transaction: null,
    failure_code: row.decline?.code ?? null,
    failure_message: row.decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...row.metadata },
    on_behalf_of: null,
    outcome: outcomeOf(row, card?.traits?.risk),
    paid: row.status === 'succeeded',
    payment_intent: row.paymentIntent,
    payment_method: row.paymentMethod,
    payment_method_details: chargedCard(card),
    radar_options: {},
    receipt_email: row.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: refunded > 0 && refunded === row.amountCaptured,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status,
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.Charge;
}

const SCORES = { normal: 20, elevated: 70, highest: 90 } as const;

/** Radar's word before the bank's: what is blocked never gets there. */
function outcomeOf({ decline }: ChargeRow, risk: CardTraits['risk']) {
  const level = risk === 'blocked' ? 'highest' : (risk ?? 'normal');
  const isBlocked = decline !== null && level === 'highest';
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: isBlocked
      ? 'not_sent_to_network'
      : decline
        ? 'declined_by_network'
        : 'approved_by_network',
    reason: reasonOf(decline, risk),
    risk_level: level,
    risk_score: SCORES[level],
    seller_message: isBlocked
      ? 'Stripe blocked this payment as too risky.'
      : decline
        ? 'The bank did not return any further details with this decline.'
        : 'Payment complete.',
    type: isBlocked ? 'blocked' : decline ? 'issuer_declined' : 'authorized',
  };
}

function reasonOf(decline: ChargeRow['decline'], risk: CardTraits['risk']): string | null {
  if (decline && (risk === 'blocked' || risk === 'highest')) return 'highest_risk_level';
  if (decline) return decline.declineCode ?? decline.code;
  return risk === 'elevated' ? 'elevated_risk_level' : null;
}
