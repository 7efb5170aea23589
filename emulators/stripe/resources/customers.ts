import { z } from 'zod';
import type { Account } from '../account';
import { refuseFullClock } from '../billing/join-test-clock';
import { saveCustomer } from '../billing/save';
import { endSubscription } from '../billing/subscription-status';
import { emit } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { clearable, inRange, mergeMetadata, metadata, range, text } from '../http/params';
import { newId, randomText } from '../ids';
import { getCustomer, renderCustomer, renderDeletedCustomer } from '../objects/customer';
import { renderPaymentMethod } from '../objects/payment-method';
import { getTestClock } from '../objects/test-clock';
import type { Address, CustomerRow } from '../rows';
import { attachCard, refuseUnusable, usableCard } from './payment-methods';

const address = z.strictObject({
  city: clearable().optional(),
  country: clearable(2).optional(),
  line1: clearable().optional(),
  line2: clearable().optional(),
  postal_code: clearable().optional(),
  state: clearable().optional(),
});

const fields = {
  address: z.union([address, z.literal('')]).optional(),
  description: clearable().optional(),
  email: clearable(512).optional(),
  invoice_prefix: z
    .string()
    .regex(/^[A-Z0-9]{3,12}$/)
    .optional(),
  invoice_settings: z.strictObject({ default_payment_method: clearable().optional() }).optional(),
  metadata: metadata().optional(),
  name: clearable(256).optional(),
  phone: clearable(20).optional(),
  ...notEmulated(
    'balance',
    'business_name',
    'individual_name',
    'cash_balance',
    'preferred_locales',
    'shipping',
    'source',
    'tax',
    'tax_exempt',
    'tax_id_data',
    'next_invoice_sequence',
  ),
};
const createParams = z.strictObject({
  ...fields,
  payment_method: text().optional(),
  test_clock: text().optional(),
});
const updateParams = z.strictObject(fields);

type Fields = z.output<typeof updateParams>;

function create(account: Account, params: z.output<typeof createParams>): CustomerRow {
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
  const { invoice_settings: settings, test_clock: _, ...rest } = params;
  const made = saveCustomer(account, changed(account, row, rest));
  if (card) attachCard(account, card, made.id);
  if (!settings) return made;
  // A ready-made card named twice is one card.
  const named = settings.default_payment_method;
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

function changed(account: Account, row: CustomerRow, params: Fields): CustomerRow {
  const card = params.invoice_settings?.default_payment_method;
  return {
    ...row,
    email: params.email === undefined ? row.email : params.email,
    name: params.name === undefined ? row.name : params.name,
    phone: params.phone === undefined ? row.phone : params.phone,
    description: params.description === undefined ? row.description : params.description,
    address: params.address === undefined ? row.address : toAddress(params.address),
    metadata: mergeMetadata(row.metadata, params.metadata),
    invoicePrefix: params.invoice_prefix ?? row.invoicePrefix,
    defaultPaymentMethod:
      card === undefined ? row.defaultPaymentMethod : card && ownCard(account, card, row.id),
  };
}

/** A card becomes a default only once it is the customer's own. */
function ownCard(account: Account, id: string, customer: string): string {
  return usableCard(account, id, 'invoice_settings[default_payment_method]', customer).id;
}

function toAddress(given: z.output<typeof address> | ''): Address | null {
  if (given === '') return null;
  return {
    city: given.city ?? null,
    country: given.country ?? null,
    line1: given.line1 ?? null,
    line2: given.line2 ?? null,
    postal_code: given.postal_code ?? null,
    state: given.state ?? null,
  };
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
  endpoint({
    method: 'POST',
    path: '/v1/customers',
    params: createParams,
    run: ({ account, params }) => renderCustomer(account, create(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers',
    params: z.strictObject({
      ...paging,
      created: range().optional(),
      email: text().optional(),
      test_clock: text().optional(),
    }),
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
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => {
      const row = getCustomer(account, id);
      return row.deleted ? renderDeletedCustomer(row) : renderCustomer(account, row);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:id',
    params: updateParams,
    run: ({ account, params, id }) =>
      renderCustomer(
        account,
        saveCustomer(account, changed(account, getCustomer(account, id, 'id'), params)),
      ),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => remove(account, getCustomer(account, id, 'id')),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    params: z.strictObject({ ...paging, type: z.literal('card').optional() }),
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
