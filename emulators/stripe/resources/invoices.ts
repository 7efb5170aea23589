import { z } from 'zod';
import type { Account } from '../account';
import { attempt, finalize, markPaid, voidInvoice } from '../billing/invoice-life';
import { linesOf, totalOf } from '../billing/invoice-lines';
import { cardFor } from '../billing/payment';
import { saveInvoice } from '../billing/save';
import { emitChange } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import {
  clearable,
  flag,
  inRange,
  mergeMetadata,
  metadata,
  oneOf,
  range,
  text,
} from '../http/params';
import { cardDeclined, invalid } from '../http/stripe-error';
import { getInvoice, renderInvoice, renderLine } from '../objects/invoice';
import type { InvoiceRow } from '../rows';
import { usableCard } from './payment-methods';

const listParams = z.strictObject({
  ...paging,
  created: range().optional(),
  customer: text().optional(),
  status: oneOf(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  subscription: text().optional(),
  ...notEmulated('collection_method', 'customer_account', 'due_date'),
});

const updateParams = z.strictObject({
  auto_advance: flag().optional(),
  default_payment_method: text().optional(),
  description: clearable(1500).optional(),
  footer: clearable().optional(),
  metadata: metadata().optional(),
  ...notEmulated(
    'account_tax_ids',
    'automatic_tax',
    'automatically_finalizes_at',
    'collection_method',
    'custom_fields',
    'days_until_due',
    'default_source',
    'default_tax_rates',
    'discounts',
    'due_date',
    'effective_at',
    'issuer',
    'number',
    'on_behalf_of',
    'payment_settings',
    'rendering',
    'shipping_cost',
    'shipping_details',
    'statement_descriptor',
    'transfer_data',
  ),
});

function update(
  account: Account,
  row: InvoiceRow,
  params: z.output<typeof updateParams>,
): InvoiceRow {
  if (row.status !== 'draft' && (params.description !== undefined || params.footer !== undefined)) {
    throw invalid("Finalized invoices can't be updated in this way.");
  }
  const before = renderInvoice(account, row);
  const card = params.default_payment_method;
  const autoAdvance = params.auto_advance ?? row.autoAdvance;
  const next = saveInvoice(account, {
    ...row,
    autoAdvance,
    // A draft that was held longer than its hour goes at once when it is let go.
    finalizesAt:
      row.status === 'draft' && autoAdvance
        ? Math.max(row.finalizesAt ?? 0, account.now())
        : row.finalizesAt,
    defaultPaymentMethod:
      card === undefined
        ? row.defaultPaymentMethod
        : usableCard(account, card, 'default_payment_method', row.customer).id,
    description: params.description === undefined ? row.description : params.description,
    footer: params.footer === undefined ? row.footer : params.footer,
    metadata: mergeMetadata(row.metadata, params.metadata),
  });
  emitChange(account, 'invoice.updated', before, renderInvoice(account, next));
  account.world.poke();
  return next;
}

function finalizeByHand(
  account: Account,
  row: InvoiceRow,
  autoAdvance: boolean | undefined,
): InvoiceRow {
  if (row.status !== 'draft')
    throw invalid(
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
      'id',
      'invoice_not_editable',
    );
  const open = finalize(account, { ...row, autoAdvance: autoAdvance ?? row.autoAdvance });
  if (open.status !== 'open' || !open.autoAdvance) return open;
  // The charge follows by itself, right after the answer.
  const due = saveInvoice(account, { ...open, nextAttempt: account.now() });
  account.world.poke();
  return due;
}

const payParams = z.strictObject({
  off_session: flag().optional(),
  paid_out_of_band: flag().optional(),
  payment_method: text().optional(),
  ...notEmulated('forgive', 'mandate', 'source'),
});

function pay(account: Account, row: InvoiceRow, params: z.output<typeof payParams>): InvoiceRow {
  const open = row.status === 'draft' ? finalize(account, row) : row;
  if (open.status === 'paid' && row.status === 'draft') return open;
  if (open.status === 'paid')
    throw invalid('Invoice is already paid', undefined, 'invoice_already_paid');
  if (open.status !== 'open') throw invalid(`This invoice cannot be paid: it is ${open.status}.`);
  if (params.paid_out_of_band)
    return markPaid(account, { ...open, paidOutOfBand: true }, totalOf(open.lines));
  const card =
    params.payment_method === undefined
      ? cardFor(account, open)
      : usableCard(account, params.payment_method, 'payment_method', row.customer);
  const decline = attempt(account, open, { automatic: false, card });
  if (decline) throw decline.code === 'missing' ? invalid(decline.message) : cardDeclined(decline);
  return getInvoice(account, row.id);
}

export const invoiceEndpoints = [
  endpoint({
    method: 'GET',
    path: '/v1/invoices',
    params: listParams,
    run: ({ account, params }) =>
      listPage({
        table: account.invoices,
        params,
        url: '/v1/invoices',
        what: 'invoice',
        group: params.customer,
        where: (row) =>
          (params.status === undefined || row.status === params.status) &&
          (params.subscription === undefined || row.subscription === params.subscription) &&
          inRange(row.created, params.created),
        render: (row) => renderInvoice(account, row),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderInvoice(account, getInvoice(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id',
    params: updateParams,
    run: ({ account, params, id }) =>
      renderInvoice(account, update(account, getInvoice(account, id), params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices/:id/lines',
    params: z.strictObject(paging),
    run: ({ account, params, id }) => {
      const row = getInvoice(account, id);
      const lines = linesOf(account, row).map((line) => renderLine(account, row, line));
      const after = lines.findIndex((line) => line.id === params.starting_after) + 1;
      const limit = params.limit ?? 10;
      return {
        object: 'list',
        data: lines.slice(after, after + limit),
        has_more: lines.length > after + limit,
        url: `/v1/invoices/${id}/lines`,
      };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    params: z.strictObject({ auto_advance: flag().optional() }),
    run: ({ account, params, id }) =>
      renderInvoice(account, finalizeByHand(account, getInvoice(account, id), params.auto_advance)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    params: payParams,
    run: ({ account, params, id }) =>
      renderInvoice(account, pay(account, getInvoice(account, id), params)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/void',
    params: z.strictObject({}),
    run: ({ account, id }) => renderInvoice(account, voidInvoice(account, getInvoice(account, id))),
  }),
];
