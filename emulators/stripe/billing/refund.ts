import { emit, emitChange } from '../events/emit';
import { refundedOf, renderCharge } from '../objects/charge';
import { isDecided } from '../objects/dispute';
import { renderRefund } from '../objects/refund';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { RefundRow } from '../state/money-rows';
import type { ChargeRow } from '../state/payment-rows';
import { invalid } from '../wire/stripe-error';
import { closeInquiries } from './disputes';
import { settlingWarnings } from './fraud-warnings';

/** A test card's refund that is decided later is decided after this long. */
const LATER_SECONDS = 60;

/** Gives a charge back, or a part of it. */
export function refundCharge(
  account: Account,
  charge: ChargeRow,
  about: Partial<Pick<RefundRow, 'amount' | 'reason' | 'metadata'>> = {},
): RefundRow {
  const left = charge.amountCaptured - refundedOf(account, charge);
  refuseRefund(account, charge, about.amount, left);
  const amount = about.amount ?? left;
  const fate = account.paymentMethods.get(charge.paymentMethod)?.traits?.refund;
  const before = renderCharge(account, charge);
  const row = settlingWarnings(account, charge, () =>
    account.refunds.put({
      id: newId('re_3', 23).replace('re_3_', 're_3'),
      created: account.now(),
      paymentIntent: charge.paymentIntent,
      charge: charge.id,
      amount,
      currency: charge.currency,
      reason: about.reason ?? null,
      metadata: about.metadata ?? {},
      status: fate === 'pending' ? 'pending' : 'succeeded',
    }),
  );
  const after = renderCharge(account, charge);
  emit(account, 'charge.refunded', after, {
    amount_refunded: before.amount_refunded,
    ...(after.refunded ? { refunded: false } : {}),
  });
  emit(account, 'refund.created', renderRefund(account, row));
  if (after.refunded) closeInquiries(account, charge);
  if (fate) account.wake('refund', row.id, account.now() + LATER_SECONDS);
  return row;
}

function refuseRefund(
  account: Account,
  charge: ChargeRow,
  amount: number | undefined,
  left: number,
): void {
  if (charge.status === 'failed' || !charge.captured)
    throw invalid(`Charge ${charge.id} has not been captured and can't be refunded.`);
  const isTaken = account.disputes
    .group(charge.id)
    .some((one) => one.caseType === 'chargeback' && !(isDecided(one) && one.status === 'won'));
  if (isTaken)
    throw invalid(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  if (left === 0)
    throw invalid(
      `Charge ${charge.id} has already been refunded.`,
      undefined,
      'charge_already_refunded',
    );
  if (amount !== undefined && amount > left)
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      'amount',
    );
}

/** A refund that waited for the bank comes to its end. */
export function runRefund(account: Account, id: string): void {
  const row = account.refunds.get(id);
  const card = account.paymentMethods.get(
    account.charges.get(row?.charge ?? '')?.paymentMethod ?? '',
  );
  if (!row || !card?.traits?.refund) return;
  const status = card.traits.refund === 'fails' ? 'failed' : 'succeeded';
  if (row.status === status) return;
  const next = changeRefund(account, row, { status });
  if (status === 'failed') emit(account, 'refund.failed', renderRefund(account, next));
}

/** Told in the older words too. */
export function changeRefund(
  account: Account,
  row: RefundRow,
  to: Partial<Pick<RefundRow, 'status' | 'metadata'>>,
): RefundRow {
  const before = renderRefund(account, row);
  const next = account.refunds.put({ ...row, ...to });
  for (const type of ['refund.updated', 'charge.refund.updated'])
    emitChange(account, type, before, renderRefund(account, next));
  return next;
}
