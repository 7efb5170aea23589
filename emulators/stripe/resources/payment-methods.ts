import { z } from 'zod';
import type { Account } from '../account';
import { brandOf, NAMED_CARDS, passesLuhn, testCard } from '../billing/cards';
import { saveCustomer } from '../billing/save';
import { emit } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { clearable, mergeMetadata, metadata, text, whole } from '../http/params';
import { cardDeclined, invalid, missing, StripeError } from '../http/stripe-error';
import { newId } from '../ids';
import { getCustomer } from '../objects/customer';
import { getPaymentMethod, renderPaymentMethod } from '../objects/payment-method';
import type { PaymentMethodRow } from '../rows';

export interface CardInput {
  readonly number: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** A card as a payment method that belongs to nobody yet. */
export function makeCard(account: Account, input: CardInput): PaymentMethodRow {
  const behaviour = testCard(input.number);
  if (!passesLuhn(input.number)) {
    throw new StripeError(402, {
      type: 'card_error',
      code: 'incorrect_number',
      param: 'number',
      message: 'Your card number is incorrect.',
    });
  }
  if (!behaviour) {
    throw new StripeError(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message:
        'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
    });
  }
  const row: PaymentMethodRow = {
    id: newId('pm_1', 23).replace('pm_1_', 'pm_1'),
    created: account.now(),
    customer: null,
    brand: brandOf(input.number),
    last4: input.number.slice(-4),
    expMonth: input.expMonth,
    expYear: input.expYear,
    name: input.name ?? null,
    email: input.email ?? null,
    metadata: {},
    decline: behaviour.onCharge,
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
  const number = NAMED_CARDS[id];
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

function makeNamed(account: Account, number: string): PaymentMethodRow {
  const year = new Date(account.now() * 1000).getUTCFullYear() + 2;
  return makeCard(account, { number, expMonth: 12, expYear: year });
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

/** Throws what attaching the card would throw. */
export function refuseUnusable(card: PaymentMethodRow): void {
  if (card.customer !== null) {
    throw invalid('The payment method you provided has already been attached to a customer.');
  }
  const attachOnly = card.last4 === '0341';
  if (card.decline && !attachOnly) throw cardDeclined(card.decline);
}

function detach(account: Account, card: PaymentMethodRow): PaymentMethodRow {
  if (card.customer === null)
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  const customer = account.customers.get(card.customer);
  const detached = account.paymentMethods.put({ ...card, customer: null });
  emit(account, 'payment_method.detached', renderPaymentMethod(detached), {
    customer: card.customer,
  });
  if (customer?.defaultPaymentMethod === card.id)
    saveCustomer(account, { ...customer, defaultPaymentMethod: null });
  return detached;
}

const cardParams = z.strictObject({
  number: z.string().optional(),
  exp_month: whole({ min: 1, max: 12 }).optional(),
  exp_year: whole({ min: 2000, max: 2100 }).optional(),
  cvc: z
    .string()
    .regex(/^\d{3,4}$/, "Your card's security code is invalid.")
    .optional(),
  token: text().optional(),
});
const billingDetails = z.strictObject({
  email: clearable().optional(),
  name: clearable().optional(),
  ...notEmulated('address', 'phone', 'tax_id'),
});

function create(
  account: Account,
  card: z.output<typeof cardParams>,
  details: z.output<typeof billingDetails> | undefined,
) {
  const named = card.token === undefined ? undefined : NAMED_CARDS[card.token];
  if (card.token !== undefined && named === undefined)
    throw missing('token', card.token, 'card[token]');
  const number = named ?? card.number;
  if (number === undefined)
    throw invalid('Missing required param: card[number].', 'card[number]', 'parameter_missing');
  const year = new Date(account.now() * 1000).getUTCFullYear() + 2;
  return makeCard(account, {
    number,
    expMonth: card.exp_month ?? 12,
    expYear: card.exp_year ?? year,
    name: details?.name ?? null,
    email: details?.email ?? null,
  });
}

export const paymentMethodEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods',
    params: z.strictObject({
      type: z.literal('card'),
      card: cardParams,
      billing_details: billingDetails.optional(),
      metadata: metadata().optional(),
    }),
    run: ({ account, params }) => {
      const row = create(account, params.card, params.billing_details);
      return renderPaymentMethod(
        account.paymentMethods.put({ ...row, metadata: mergeMetadata({}, params.metadata) }),
      );
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods',
    params: z.strictObject({
      ...paging,
      customer: text().optional(),
      type: z.literal('card').optional(),
    }),
    run: ({ account, params }) =>
      listPage({
        table: account.paymentMethods,
        params,
        url: '/v1/payment_methods',
        what: 'PaymentMethod',
        where: (row) => row.customer !== null && row.customer === params.customer,
        render: renderPaymentMethod,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderPaymentMethod(getPaymentMethod(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    params: z.strictObject({ customer: text() }),
    run: ({ account, params, id }) => {
      const customer = getCustomer(account, params.customer, 'customer');
      return renderPaymentMethod(
        attachCard(account, usableCard(account, id, 'payment_method'), customer.id),
      );
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    params: z.strictObject({}),
    run: ({ account, id }) => renderPaymentMethod(detach(account, getPaymentMethod(account, id))),
  }),
];
