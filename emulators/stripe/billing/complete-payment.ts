import { emit } from '../events/emit';
import { dueToday, renderSession } from '../objects/session';
import type { Account } from '../state/account';
import type { PaymentMethodRow, SessionRow } from '../state/rows';
import { cardDeclined, invalid } from '../wire/stripe-error';
import { createIntent, payIntent } from './pay-intent';

/**
 * Checkout in mode payment: the card is charged once, of a customer or of a guest who stays one.
 * A refused card is thrown and the session stays open for another.
 */
export function completePayment(
  account: Account,
  session: SessionRow,
  card: PaymentMethodRow,
): SessionRow {
  const { payment } = session;
  if (session.status !== 'open' || !payment)
    throw invalid('This Checkout Session is no longer open.');
  const due = dueToday(account, session);
  const intent = due > 0 ? charged(account, session, card, due) : null;
  const complete = account.sessions.put({
    ...session,
    status: 'complete',
    payment: { ...payment, intent, payer: { name: card.name, email: card.email } },
    paymentStatus: due > 0 ? 'paid' : 'no_payment_required',
  });
  emit(account, 'checkout.session.completed', renderSession(account, complete));
  return complete;
}

function charged(
  account: Account,
  { customer, currency, payment }: SessionRow,
  card: PaymentMethodRow,
  amount: number,
): string {
  const intent = createIntent(account, {
    customer,
    amount,
    currency,
    description: payment?.description ?? null,
    metadata: payment?.metadata ?? {},
    shipping: payment?.shipping ?? null,
  });
  const decline = payIntent(account, intent, card, true);
  if (decline) throw cardDeclined(decline);
  return intent.id;
}
