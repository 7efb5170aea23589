import { numberNamed } from '../billing/card-names';
import { attachCard, makeCard, usableCard } from '../billing/payment-methods';
import { saveCustomer } from '../billing/save';
import { emit, emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { changedTo, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getCustomer } from '../objects/customer';
import { getPaymentMethod, renderPaymentMethod } from '../objects/payment-method';
import type { Account } from '../state/account';
import type { PaymentMethodRow } from '../state/rows';
import { listPage, paged } from '../wire/list';
import { invalid, missing, missingParam } from '../wire/stripe-error';
import { addressTakes, toAddress } from './address';

function detach(account: Account, card: PaymentMethodRow): PaymentMethodRow {
  if (card.customer === null)
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  const customer = account.customers.get(card.customer);
  const detached = account.paymentMethods.put({ ...card, customer: null, detached: true });
  emit(account, 'payment_method.detached', renderPaymentMethod(detached), {
    customer: card.customer,
  });
  if (customer && [customer.defaultPaymentMethod, customer.defaultSource].includes(card.id)) {
    const without = (one: string | null = null) => (one === card.id ? null : one);
    saveCustomer(account, {
      ...customer,
      defaultPaymentMethod: without(customer.defaultPaymentMethod),
      defaultSource: without(customer.defaultSource),
    });
  }
  return detached;
}

const billingDetails = {
  address: addressTakes,
  email: { clearable: true },
  name: { clearable: true },
  phone: { clearable: true },
} as const;
const created = {
  type: ['card'],
  card: {
    number: true,
    exp_month: { min: 1, max: 12 },
    exp_year: { min: 2000, max: 2100 },
    cvc: true,
    token: true,
  },
  billing_details: billingDetails,
  metadata: true,
} as const;
const updated = {
  billing_details: billingDetails,
  card: { exp_month: { min: 1, max: 12 }, exp_year: { min: 2000, max: 2100 } },
  metadata: true,
} as const;
type Created = Params<'POST /v1/payment_methods', typeof created>;

function create(account: Account, card: NonNullable<Created['card']>): PaymentMethodRow {
  if (card.cvc !== undefined && !/^\d{3,4}$/.test(card.cvc))
    throw invalid("Your card's security code is invalid.", 'card[cvc]', 'invalid_cvc');
  const named = card.token === undefined ? undefined : numberNamed(card.token);
  if (card.token !== undefined && named === undefined)
    throw missing('token', card.token, 'card[token]');
  const number = named ?? card.number;
  if (number === undefined) throw missingParam('card[number]');
  const year = new Date(account.now() * 1000).getUTCFullYear() + 2;
  return makeCard(account, {
    number,
    expMonth: card.exp_month ?? 12,
    expYear: card.exp_year ?? year,
  });
}

function changed(
  row: PaymentMethodRow,
  params: Pick<
    Params<'POST /v1/payment_methods/:id', typeof updated>,
    'billing_details' | 'metadata'
  >,
): PaymentMethodRow {
  const { address, email, name, phone } = params.billing_details ?? {};
  return {
    ...row,
    address: changedTo(address ? toAddress(address) : address, row.address ?? null),
    email: changedTo(email, row.email),
    name: changedTo(name, row.name),
    phone: changedTo(phone, row.phone ?? null),
    metadata: mergeMetadata(row.metadata, params.metadata),
  };
}

/** Only what a bank does not hold can be changed, and when the card runs out. */
function update(
  account: Account,
  row: PaymentMethodRow,
  params: Params<'POST /v1/payment_methods/:id', typeof updated>,
): PaymentMethodRow {
  if (row.customer === null)
    throw invalid('You must save this PaymentMethod to a customer before you can update it.');
  const next = account.paymentMethods.put({
    ...changed(row, params),
    expMonth: params.card?.exp_month ?? row.expMonth,
    expYear: params.card?.exp_year ?? row.expYear,
  });
  emitChange(
    account,
    'payment_method.updated',
    renderPaymentMethod(row),
    renderPaymentMethod(next),
  );
  return next;
}

export const paymentMethodEndpoints = [
  route({
    on: 'POST /v1/payment_methods',
    takes: created,
    run: ({ account, params }) => {
      if (params.type === undefined) throw missingParam('type');
      if (params.card === undefined) throw missingParam('card');
      const row = create(account, params.card);
      return renderPaymentMethod(account.paymentMethods.put(changed(row, params)));
    },
  }),
  route({
    on: 'GET /v1/payment_methods',
    takes: { ...paged, customer: true, type: ['card'] },
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
  route({
    on: 'GET /v1/payment_methods/:id',
    takes: {},
    run: ({ account, id }) => renderPaymentMethod(getPaymentMethod(account, id)),
  }),
  route({
    on: 'POST /v1/payment_methods/:id',
    takes: updated,
    run: ({ account, params, id }) =>
      renderPaymentMethod(update(account, getPaymentMethod(account, id), params)),
  }),
  route({
    on: 'POST /v1/payment_methods/:id/attach',
    takes: { customer: true },
    run: ({ account, params, id }) => {
      if (params.customer === undefined) throw missingParam('customer');
      const customer = getCustomer(account, params.customer, 'customer');
      return renderPaymentMethod(
        attachCard(account, usableCard(account, id, 'payment_method'), customer.id),
      );
    },
  }),
  route({
    on: 'POST /v1/payment_methods/:id/detach',
    takes: {},
    run: ({ account, id }) => renderPaymentMethod(detach(account, getPaymentMethod(account, id))),
  }),
];
