import { emit } from '../events/emit';
import { dueToday, renderSession } from '../objects/session';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type { CustomerRow, PaymentMethodRow, SessionRow } from '../state/rows';
import { cardDeclined, invalid } from '../wire/stripe-error';
import { testCard } from './cards';
import { completePayment } from './complete-payment';
import { attachCard, type CardInput, makeCard } from './payment-methods';
import { saveCustomer } from './save';
import { createSetupIntent, rememberAuthentication, setUpCard } from './set-up-card';
import { startSubscription } from './start-subscription';

const DAY = 86_400;

/**
 * The customer sent the form of a Checkout page. A refused card is thrown and leaves nothing behind:
 * the session stays open for another card.
 */
export function completeCheckout(
  account: Account,
  session: SessionRow,
  card: CardInput & { email: string },
): SessionRow {
  if (session.status !== 'open') throw invalid('This Checkout Session is no longer open.');
  const due = dueToday(account, session);
  const behavior = testCard(card.number);
  const decline = behavior?.onAttach ?? (due > 0 ? behavior?.onCharge : null);
  if (decline) throw cardDeclined(decline);
  if (session.payment) return completePayment(account, session, makeCard(account, card));
  const made = rememberAuthentication(account, makeCard(account, card));
  const customer = session.customer ?? newCustomer(account, card).id;
  const attached = due > 0 ? attachCard(account, made, customer) : setUp(account, made, customer);
  const subscription = startSubscription(account, {
    customer,
    items: session.items.map(({ price, quantity }) => ({ price, quantity })),
    currency: session.currency,
    metadata: session.subscriptionMetadata,
    description: session.subscriptionDescription,
    defaultPaymentMethod: attached.id,
    trialEnd:
      session.trialEnd ??
      (session.trialPeriodDays === null ? null : account.now() + session.trialPeriodDays * DAY),
    trialWithoutCard: 'create_invoice',
    billingMode: session.billingMode,
    cancelAtPeriodEnd: false,
    authenticated: true,
    paymentBehavior: 'error_if_incomplete',
  });
  const complete = account.sessions.put({
    ...session,
    status: 'complete',
    customer,
    subscription: subscription.id,
    invoice: subscription.latestInvoice,
    paymentStatus: due > 0 ? 'paid' : 'no_payment_required',
  });
  emit(account, 'checkout.session.completed', renderSession(account, complete));
  return complete;
}

/** Nothing is due yet: the card is made ready for what will be. */
function setUp(account: Account, card: PaymentMethodRow, customer: string): PaymentMethodRow {
  setUpCard(account, createSetupIntent(account, { customer }), card, true);
  return account.paymentMethods.get(card.id) ?? card;
}

/** Without a customer Checkout makes a new one each time, also for the same address. */
function newCustomer(account: Account, card: CardInput & { email: string }): CustomerRow {
  return saveCustomer(account, {
    id: newId('cus', 14),
    created: account.now(),
    email: card.email,
    name: card.name ?? null,
    phone: null,
    description: null,
    address: null,
    metadata: {},
    defaultPaymentMethod: null,
    invoicePrefix: randomText(8).toUpperCase(),
    nextInvoice: 1,
    currency: null,
    testClock: null,
    deleted: false,
  });
}

export function expireSession(account: Account, session: SessionRow): SessionRow {
  const expired = account.sessions.put({
    ...session,
    status: 'expired',
    expiresAt: Math.min(session.expiresAt, account.now()),
  });
  emit(account, 'checkout.session.expired', renderSession(account, expired));
  return expired;
}
