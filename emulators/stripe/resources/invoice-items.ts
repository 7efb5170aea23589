import type Stripe from 'stripe';
import { takeItems } from '../billing/pending-items';
import { saveInvoice } from '../billing/save';
import { emit } from '../events/emit';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { currencyOf } from '../money/currencies';
import { refuseSecondCurrency } from '../objects/customer';
import { getInvoice } from '../objects/invoice';
import { renderInvoiceItem } from '../objects/invoice-item';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { InvoiceItemRow } from '../state/money-rows';
import { listPage, paged } from '../wire/list';
import { invalid, missing, missingParam } from '../wire/stripe-error';

const created = {
  amount: true,
  currency: true,
  customer: true,
  description: true,
  invoice: true,
  metadata: true,
  period: true,
  subscription: true,
} as const;

function create(
  account: Account,
  params: Params<'POST /v1/invoiceitems', typeof created>,
): InvoiceItemRow {
  const { amount, subscription = null, invoice = null } = params;
  if (params.customer === undefined) throw missingParam('customer');
  if (amount === undefined) throw missingParam('amount');
  if (params.currency === undefined) throw missingParam('currency');
  const currency = currencyOf(params.currency);
  const customer = account.customers.get(params.customer);
  if (!customer || customer.deleted) throw missing('customer', params.customer, 'customer');
  refuseSecondCurrency(account, customer, currency);
  if (subscription !== null) checkSubscription(account, subscription, params.customer);
  const now = account.now();
  const row = account.invoiceItems.put({
    id: newId('ii_1', 23).replace('ii_1_', 'ii_1'),
    created: now,
    customer: params.customer,
    subscription,
    invoice: null,
    amount,
    currency,
    description: params.description ?? null,
    periodStart: params.period?.start ?? now,
    periodEnd: params.period?.end ?? now,
    metadata: mergeMetadata({}, params.metadata),
  });
  if (invoice !== null) putOn(account, invoice, row);
  const saved = account.invoiceItems.get(row.id) ?? row;
  emit(account, 'invoiceitem.created', renderInvoiceItem(account, saved));
  return saved;
}

function checkSubscription(account: Account, id: string, customer: string): void {
  const found = account.subscriptions.get(id);
  if (!found || found.customer !== customer) throw missing('subscription', id, 'subscription');
  if (found.status === 'canceled' || found.status === 'incomplete_expired')
    throw invalid('You cannot add an invoice item to a canceled subscription.', 'subscription');
}

function putOn(account: Account, invoiceId: string, item: InvoiceItemRow): void {
  const invoice = getInvoice(account, invoiceId, 'invoice');
  if (invoice.status !== 'draft')
    throw invalid("You can only add items to draft invoices, and this one isn't.", 'invoice');
  const lines = [...invoice.lines, ...takeItems(account, invoice.id, [item])];
  saveInvoice(account, { ...invoice, lines });
}

/** Only while it waits, or its invoice is a draft, which then loses the line. */
function remove(account: Account, row: InvoiceItemRow): object {
  const invoice = row.invoice === null ? undefined : account.invoices.get(row.invoice);
  if (invoice && invoice.status !== 'draft') {
    throw invalid(
      "Can't delete an invoice item that is attached to an invoice that is not a draft.",
    );
  }
  if (invoice) {
    const lines = invoice.lines.filter((line) => line.invoiceItem !== row.id);
    saveInvoice(account, { ...invoice, lines });
  }
  account.invoiceItems.delete(row.id);
  emit(account, 'invoiceitem.deleted', renderInvoiceItem(account, row));
  return { id: row.id, object: 'invoiceitem', deleted: true } satisfies Stripe.DeletedInvoiceItem;
}

function getItem(account: Account, id: string): InvoiceItemRow {
  const row = account.invoiceItems.get(id);
  if (!row) throw missing('invoiceitem', id);
  return row;
}

export const invoiceItemEndpoints = [
  route({
    on: 'POST /v1/invoiceitems',
    takes: created,
    run: ({ account, params }) => renderInvoiceItem(account, create(account, params)),
  }),
  route({
    on: 'GET /v1/invoiceitems',
    takes: { ...paged, customer: true, invoice: true, pending: true },
    run: ({ account, params }) =>
      listPage({
        table: account.invoiceItems,
        params,
        url: '/v1/invoiceitems',
        what: 'invoiceitem',
        group: params.customer,
        where: (row) =>
          (params.invoice === undefined || row.invoice === params.invoice) &&
          (params.pending === undefined || (row.invoice === null) === params.pending),
        render: (row) => renderInvoiceItem(account, row),
      }),
  }),
  route({
    on: 'GET /v1/invoiceitems/:id',
    takes: {},
    run: ({ account, id }) => renderInvoiceItem(account, getItem(account, id)),
  }),
  route({
    on: 'DELETE /v1/invoiceitems/:id',
    takes: {},
    run: ({ account, id }) => remove(account, getItem(account, id)),
  }),
];
