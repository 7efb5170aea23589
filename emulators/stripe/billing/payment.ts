import type { Account } from '../state/account';
import type { CustomerRow, Decline, InvoiceRow, PaymentMethodRow } from '../state/rows';

export const DECLINES = {
  generic_decline: {
    code: 'card_declined',
    declineCode: 'generic_decline',
    message: 'Your card was declined.',
  },
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  lost_card: {
    code: 'card_declined',
    declineCode: 'lost_card',
    message: 'Your card was declined.',
  },
  stolen_card: {
    code: 'card_declined',
    declineCode: 'stolen_card',
    message: 'Your card was declined.',
  },
  expired_card: {
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
  },
  card_velocity_exceeded: {
    code: 'card_declined',
    declineCode: 'card_velocity_exceeded',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  },
  fraudulent: {
    code: 'card_declined',
    declineCode: 'fraudulent',
    message: 'Your card was declined.',
  },
  processing_error: {
    code: 'processing_error',
    declineCode: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
} as const satisfies Record<string, Decline>;
export type DeclineName = keyof typeof DECLINES;

export function declineNamed(name: string): Decline {
  return Object.hasOwn(DECLINES, name) ? DECLINES[name as DeclineName] : DECLINES.generic_decline;
}

/** The card that an invoice is charged to: its own, its subscription's, its customer's, in that order. */
export function cardFor(account: Account, invoice: InvoiceRow): PaymentMethodRow | undefined {
  const subscription = invoice.subscription
    ? account.subscriptions.get(invoice.subscription)
    : undefined;
  const customer = account.customers.get(invoice.customer);
  for (const id of [
    invoice.defaultPaymentMethod,
    subscription?.defaultPaymentMethod,
    defaultCardOf(customer),
  ]) {
    const card = id ? account.paymentMethods.get(id) : undefined;
    if (card && card.customer === invoice.customer) return card;
  }
  return undefined;
}

/** What a customer is charged with unless a subscription or an invoice says otherwise. */
export function defaultCardOf(customer: CustomerRow | undefined): string | null {
  return customer?.defaultPaymentMethod ?? customer?.defaultSource ?? null;
}

export const NEEDS_AUTHENTICATION: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

export const NO_CARD: Decline = {
  code: 'missing',
  declineCode: undefined,
  message:
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
};

/** The same, where nobody may be there whom the bank could ask. */
export function refusalOf(
  account: Account,
  card: PaymentMethodRow | undefined,
  authenticated = false,
): Decline | null {
  const decline = declineOf(account, card);
  if (decline) return decline;
  return card?.authentication !== 'none' && !authenticated ? NEEDS_AUTHENTICATION : null;
}

/** Whether the bank asks only while the cardholder is there. */
export function passesUnseen(card: PaymentMethodRow | undefined): boolean {
  return card?.authentication === 'on-session';
}

/** null = it can be charged. */
export function declineOf(account: Account, card: PaymentMethodRow | undefined): Decline | null {
  if (!card) return NO_CARD;
  if (hasExpired(card, account.now())) return DECLINES.expired_card;
  return card.decline;
}

function hasExpired(card: PaymentMethodRow, now: number): boolean {
  return Date.UTC(card.expYear, card.expMonth, 1) / 1000 <= now;
}
