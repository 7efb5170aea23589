import type Stripe from 'stripe';
import { numberNamed } from '../billing/card-names';
import { makeNamed, refuseUnusable } from '../billing/payment-methods';
import { saveCustomer } from '../billing/save';
import { emit, emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { renderCard } from '../objects/card';
import { getCustomer } from '../objects/customer';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { PaymentMethodRow } from '../state/rows';
import { listPage, paged } from '../wire/list';
import { missing } from '../wire/stripe-error';

const created = { source: true, metadata: true } as const;
const updated = { metadata: true, name: { max: 256 } } as const;
type Created = Params<'POST /v1/customers/:id/sources', typeof created>;
type Updated = Params<'POST /v1/customers/:id/sources/:source', typeof updated>;

/** A card of the older API is a payment method as well; a customer's first one is the default source. */
function create(account: Account, customerId: string, params: Created): PaymentMethodRow {
  const customer = getCustomer(account, customerId, 'id');
  const number = numberNamed(params.source);
  if (number === undefined) throw missing('token', params.source, 'source');
  const made = makeNamed(account, number, newId('card_1', 23).replace('card_1_', 'card_1'));
  refuseUnusable(made);
  const card = account.paymentMethods.put({
    ...made,
    customer: customer.id,
    metadata: mergeMetadata({}, params.metadata),
  });
  emit(account, 'customer.source.created', renderCard(card));
  if ((customer.defaultSource ?? null) === null)
    saveCustomer(account, { ...customer, defaultSource: card.id });
  return card;
}

function update(account: Account, card: PaymentMethodRow, params: Updated): PaymentMethodRow {
  const next = account.paymentMethods.put({
    ...card,
    name: params.name ?? card.name,
    metadata: mergeMetadata(card.metadata, params.metadata),
  });
  emitChange(account, 'customer.source.updated', renderCard(card), renderCard(next));
  return next;
}

function remove(account: Account, card: PaymentMethodRow): object {
  account.paymentMethods.delete(card.id);
  emit(account, 'customer.source.deleted', renderCard(card));
  const customer = account.customers.get(card.customer ?? '');
  if (customer?.defaultSource === card.id) {
    const [next] = sourcesOf(account, customer.id);
    saveCustomer(account, { ...customer, defaultSource: next?.id ?? null });
  }
  return { id: card.id, object: 'card', deleted: true } satisfies Stripe.DeletedCard;
}

function sourcesOf(account: Account, customer: string): PaymentMethodRow[] {
  return account.paymentMethods.group(customer).filter(isSource);
}

function isSource({ id }: PaymentMethodRow): boolean {
  return id.startsWith('card_');
}

function getSource(account: Account, customer: string, id = ''): PaymentMethodRow {
  const card = account.paymentMethods.get(id);
  if (!card || card.customer !== customer || !isSource(card)) throw missing('source', id);
  return card;
}

export const customerSourceEndpoints = [
  route({
    on: 'POST /v1/customers/:id/sources',
    takes: created,
    note: 'Cards of test tokens.',
    run: ({ account, params, id }) => renderCard(create(account, id, params)),
  }),
  route({
    on: 'GET /v1/customers/:id/sources',
    takes: { ...paged, object: true },
    run: ({ account, params, id }) =>
      listPage({
        table: account.paymentMethods,
        params,
        url: `/v1/customers/${getCustomer(account, id).id}/sources`,
        what: 'source',
        where: (row) =>
          row.customer === id && isSource(row) && (params.object ?? 'card') === 'card',
        render: renderCard,
      }),
  }),
  route({
    on: 'GET /v1/customers/:id/sources/:source',
    takes: {},
    run: ({ account, id, path }) => renderCard(getSource(account, id, path.source)),
  }),
  route({
    on: 'POST /v1/customers/:id/sources/:source',
    takes: updated,
    run: ({ account, params, id, path }) =>
      renderCard(update(account, getSource(account, id, path.source), params)),
  }),
  route({
    on: 'DELETE /v1/customers/:id/sources/:source',
    takes: {},
    run: ({ account, id, path }) => remove(account, getSource(account, id, path.source)),
  }),
];
