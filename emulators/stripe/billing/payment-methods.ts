import { emit } from '../events/emit';
import { renderPaymentMethod } from '../objects/payment-method';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { PaymentMethodRow } from '../state/rows';
import { cardDeclined, invalid, missing, StripeError } from '../wire/stripe-error';
import { numberNamed } from './card-names';
import { brandOf, fingerprintOf, passesLuhn, testCard } from './cards';

export interface CardInput {
  readonly id?: string | undefined;
  readonly number: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** A card as a payment method that belongs to nobody yet. */
export function makeCard(account: Account, input: CardInput): PaymentMethodRow {
  const behavior = testCard(input.number);
  if (!passesLuhn(input.number)) {
    throw new StripeError(402, {
      type: 'card_error',
      code: 'incorrect_number',
      param: 'number',
      message: 'Your card number is incorrect.',
    });
  }
  if (!behavior) {
    throw new StripeError(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message:
        'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
    });
  }
  const { onAttach, onCharge, authentication, ...traits } = behavior;
  const row: PaymentMethodRow = {
    id: input.id ?? newId('pm_1', 23).replace('pm_1_', 'pm_1'),
    created: account.now(),
    customer: null,
    brand: brandOf(input.number),
    last4: input.number.slice(-4),
    expMonth: input.expMonth,
    expYear: input.expYear,
    name: input.name ?? null,
    email: input.email ?? null,
    metadata: {},
    authentication,
    decline: onCharge,
    onAttach,
    fingerprint: fingerprintOf(account, input.number),
    traits,
  };
  return account.paymentMethods.put(row);
}

/** A card by id, or one of Stripe's ready-made ones by name. With an owner: it must be theirs. */
export function usableCard(
  account: Account,
  id: string,
  param: string,
  owner?: string,
): PaymentMethodRow {
  const number = numberNamed(id);
  const made = number === undefined ? account.paymentMethods.get(id) : makeNamed(account, number);
  if (!made) throw missing('PaymentMethod', id, param);
  if (number !== undefined && owner !== undefined) return attachCard(account, made, owner);
  if (owner !== undefined && made.customer !== owner) {
    throw invalid(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      param,
      'resource_missing',
    );
  }
  return made;
}

/** One of Stripe's ready-made cards, good for two years. */
export function makeNamed(account: Account, number: string, id?: string): PaymentMethodRow {
  const year = new Date(account.now() * 1000).getUTCFullYear() + 2;
  return makeCard(account, { id, number, expMonth: 12, expYear: year });
}

/** Gives a card to a customer; refused when the bank refuses it already now. */
export function attachCard(
  account: Account,
  card: PaymentMethodRow,
  customer: string,
): PaymentMethodRow {
  if (card.customer === customer) return card;
  refuseUnusable(card);
  const attached = account.paymentMethods.put({ ...card, customer });
  emit(account, 'payment_method.attached', renderPaymentMethod(attached));
  return attached;
}

/** What was detached, or used without a customer, is of no more use. */
export function refuseUsed(card: PaymentMethodRow): void {
  if (!card.detached) return;
  throw invalid(
    'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
  );
}

/** Throws what attaching the card would throw. */
export function refuseUnusable(card: PaymentMethodRow): void {
  if (card.customer !== null) {
    throw invalid('The payment method you provided has already been attached to a customer.');
  }
  refuseUsed(card);
  if (card.onAttach) throw cardDeclined(card.onAttach);
}
