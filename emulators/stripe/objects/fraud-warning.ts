import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { FraudWarningRow } from '../state/dispute-rows';
import { missing } from '../wire/stripe-error';
import { refundedOf } from './charge';

export function getFraudWarning(account: Account, id: string): FraudWarningRow {
  const row = account.fraudWarnings.get(id);
  if (!row) throw missing('early fraud warning', id);
  return row;
}

/** Nothing is to be done about what was refunded in full or is disputed already. */
export function renderFraudWarning(account: Account, row: FraudWarningRow) {
  const charge = account.charges.get(row.charge);
  const isRefunded = charge !== undefined && refundedOf(account, charge) === charge.amountCaptured;
  return {
    id: row.id,
    object: 'radar.early_fraud_warning',
    actionable: !isRefunded && account.disputes.group(row.charge).length === 0,
    charge: row.charge,
    created: row.created,
    fraud_type: row.fraudType,
    livemode: false,
    payment_intent: row.paymentIntent,
  } satisfies Stripe.Radar.EarlyFraudWarning;
}
