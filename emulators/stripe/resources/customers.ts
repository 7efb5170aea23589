import { changeBalance } from '../billing/change-balance';
import { refuseFullClock } from '../billing/join-test-clock';
import { attachCard, refuseUnusable, usableCard } from '../billing/payment-methods';
import { saveCustomer } from '../billing/save';
import { endSubscription } from '../billing/subscription-status';
import { emit } from '../events/emit';
import { checkEmail } from '../http/check-email';
import type { Params } from '../http/parameters';
import { changedTo, inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getCustomer, renderCustomer, renderDeletedCustomer } from '../objects/customer';
import { renderPaymentMethod } from '../objects/payment-method';
import { getTestClock } from '../objects/test-clock';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type { CustomerRow } from '../state/rows';
import { listPage, paged } from '../wire/list';
import { invalid } from '../wire/stripe-error';
import { addressTakes, toAddress } from './address';

const updated = {
  address: addressTakes,
  balance: true,
  description: { clearable: true },
  email: { max: 512, clearable: true },
  invoice_prefix: true,
  invoice_settings: { default_payment_method: { clearable: true } },
  metadata: true,
  name: { max: 256, clearable: true },
  phone: { max: 20, clearable: true },
} as const;
const created = { ...updated, payment_method: true, test_clock: true } as const;

type Created = Params<'POST /v1/customers', typeof created>;
type Updated = Params<'POST /v1/customers/:id', typeof updated>;

function create(account: Account, params: Created): CustomerRow {
  const row: CustomerRow = {
    id: newId('cus', 14),
    created: account.now(),
    email: null,
    name: null,
    phone: null,
    description: null,
    address: null,
    metadata: {},
    defaultPaymentMethod: null,
    invoicePrefix: randomText(8).toUpperCase(),
    nextInvoice: 1,
    currency: null,
    testClock: clockFor(account, params.test_clock),
    deleted: false,
  };
  const card =
    params.payment_method === undefined
      ? undefined
      : usableCard(account, params.payment_method, 'payment_method');
  // Before anything is written, so that a refused card leaves no customer behind.
  if (card) refuseUnusable(card);
  const { invoice_settings: settings, test_clock: _, balance, ...rest } = params;
  const saved = saveCustomer(account, changed(account, row, rest));
  const made = balance ? withBalance(account, saved, balance, 'initial') : saved;
  if (card) attachCard(account, card, made.id);
  if (!settings) return made;
  // A ready-made card named twice is one card.
  const named = settings.default_payment_method;
  if (named === undefined) return made;
  const own = card && named === params.payment_method ? card.id : named;
  const invoice_settings = { default_payment_method: own };
  return saveCustomer(account, changed(account, made, { invoice_settings }));
}

function clockFor(account: Account, id: string | undefined): string | null {
  if (id === undefined) return null;
  const clock = getTestClock(account, id, 'test_clock').id;
  refuseFullClock(account, clock);
  return clock;
}

function changed(account: Account, row: CustomerRow, params: Updated): CustomerRow {
  const card = params.invoice_settings?.default_payment_method;
  if (params.email) checkEmail(params.email);
  if (params.invoice_prefix !== undefined && !/^[A-Z0-9]{3,12}$/.test(params.invoice_prefix))
    throw invalid('Invoice prefixes are 3 to 12 upper-case letters or numbers.', 'invoice_prefix');
  return {
    ...row,
    email: changedTo(params.email, row.email),
    name: changedTo(params.name, row.name),
    phone: changedTo(params.phone, row.phone),
    description: changedTo(params.description, row.description),
    address: changedTo(params.address ? toAddress(params.address) : params.address, row.address),
    metadata: mergeMetadata(row.metadata, params.metadata),
    invoicePrefix: params.invoice_prefix ?? row.invoicePrefix,
    defaultPaymentMethod: changedTo(
      card ? ownCard(account, card, row.id) : card,
      row.defaultPaymentMethod,
    ),
  };
}

/** A balance that is set is a transaction over the difference. */
function withBalance(
  account: Account,
  row: CustomerRow,
  balance: number,
  type: 'initial' | 'adjustment',
): CustomerRow {
  const amount = balance - (row.balance ?? 0);
  if (amount === 0) return row;
  changeBalance(account, row, { amount, type, currency: row.currency ?? 'usd' });
  return getCustomer(account, row.id);
}

/** A card becomes a default only once it is the customer's own. */
function ownCard(account: Account, id: string, customer: string): string {
  return usableCard(account, id, 'invoice_settings[default_payment_method]', customer).id;
}

function update(account: Account, row: CustomerRow, params: Updated): CustomerRow {
  const saved = saveCustomer(account, changed(account, row, params));
  return params.balance === undefined
    ? saved
    : withBalance(account, saved, params.balance, 'adjustment');
}

function remove(account: Account, row: CustomerRow): object {
  for (const one of account.subscriptions.group(row.id)) {
    if (one.status !== 'canceled' && one.status !== 'incomplete_expired')
      endSubscription(account, one, 'cancellation_requested');
  }
  emit(account, 'customer.deleted', renderCustomer(account, row));
  return renderDeletedCustomer(account.customers.put({ ...row, deleted: true }));
}

export const customerEndpoints = [
  route({
    on: 'POST /v1/customers',
    takes: created,
    run: ({ account, params }) => renderCustomer(account, create(account, params)),
  }),
  route({
    on: 'GET /v1/customers',
    takes: { ...paged, created: true, email: true, test_clock: true },
    run: ({ account, params }) =>
      listPage({
        table: account.customers,
        params,
        url: '/v1/customers',
        what: 'customer',
        where: (row) =>
          !row.deleted &&
          // Customers of test clocks are listed only with their clock.
          (row.testClock ?? null) === (params.test_clock ?? null) &&
          inRange(row.created, params.created) &&
          (params.email === undefined || row.email === params.email),
        render: (row) => renderCustomer(account, row),
      }),
  }),
  route({
    on: 'GET /v1/customers/:id',
    takes: {},
    run: ({ account, id }) => {
      const row = getCustomer(account, id);
      return row.deleted ? renderDeletedCustomer(row) : renderCustomer(account, row);
    },
  }),
  route({
    on: 'POST /v1/customers/:id',
    takes: updated,
    run: ({ account, params, id }) =>
      renderCustomer(account, update(account, getCustomer(account, id, 'id'), params)),
  }),
  route({
    on: 'DELETE /v1/customers/:id',
    takes: {},
    run: ({ account, id }) => remove(account, getCustomer(account, id, 'id')),
  }),
  route({
    on: 'GET /v1/customers/:id/payment_methods',
    takes: { ...paged, type: ['card'] },
    run: ({ account, params, id }) =>
      listPage({
        table: account.paymentMethods,
        params,
        url: `/v1/customers/${getCustomer(account, id).id}/payment_methods`,
        what: 'PaymentMethod',
        where: (row) => row.customer === id,
        render: renderPaymentMethod,
      }),
  }),
];
