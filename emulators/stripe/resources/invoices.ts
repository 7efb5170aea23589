import { refuseFinalizationTime } from '../billing/finalization-time';
import { attempt, finalize, isStopped, markPaid, voidInvoice } from '../billing/invoice-life';
import { cardFor } from '../billing/payment';
import { usableCard } from '../billing/payment-methods';
import { saveInvoice } from '../billing/save';
import type { Params } from '../http/parameters';
import { changedTo, inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getInvoice, isSent, renderInvoice, renderLine } from '../objects/invoice';
import { dueOf, linesOf } from '../objects/invoice-lines';
import type { Account } from '../state/account';
import type { InvoiceRow } from '../state/rows';
import { listPage, paged, pageOfAll } from '../wire/list';
import { cardDeclined, invalid } from '../wire/stripe-error';

const listed = {
  ...paged,
  created: true,
  customer: true,
  status: true,
  subscription: true,
} as const;
const updated = {
  auto_advance: true,
  automatically_finalizes_at: true,
  default_payment_method: true,
  description: { max: 1500, clearable: true },
  footer: { clearable: true },
  metadata: true,
} as const;

function update(
  account: Account,
  row: InvoiceRow,
  params: Params<'POST /v1/invoices/:id', typeof updated>,
): InvoiceRow {
  if (row.status !== 'draft' && (params.description !== undefined || params.footer !== undefined)) {
    throw invalid("Finalized invoices can't be updated in this way.");
  }
  const card = params.default_payment_method;
  const autoAdvance = params.auto_advance ?? row.autoAdvance;
  const finalizesAt = params.automatically_finalizes_at;
  if (finalizesAt !== undefined)
    refuseFinalizationTime(account, { ...row, autoAdvance }, finalizesAt);
  const next = saveInvoice(account, {
    ...row,
    autoAdvance,
    nextAttempt: nextAttemptOf(account, row, autoAdvance),
    // A draft whose finalization was deferred past its hour is finalized as soon as it may advance again.
    finalizesAt:
      row.status === 'draft' && autoAdvance
        ? Math.max(finalizesAt ?? row.finalizesAt ?? 0, account.now())
        : row.finalizesAt,
    ...(finalizesAt === undefined ? {} : { finalizesAsAsked: true }),
    defaultPaymentMethod:
      card === undefined
        ? row.defaultPaymentMethod
        : usableCard(account, card, 'default_payment_method', row.customer).id,
    description: changedTo(params.description, row.description),
    footer: changedTo(params.footer, row.footer),
    metadata: mergeMetadata(row.metadata, params.metadata),
  });
  account.world.poke();
  return next;
}

const HOUR = 3600;

/** An open invoice that is collected again is charged within the hour; one that is not, never. */
function nextAttemptOf(account: Account, row: InvoiceRow, autoAdvance: boolean): number | null {
  if (row.status !== 'open' || isSent(row)) return row.nextAttempt;
  if (!autoAdvance) return null;
  return row.autoAdvance ? row.nextAttempt : account.now() + HOUR;
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
  if (open.status !== 'open') return open;
  if (isStopped(account, open)) return getInvoice(account, row.id);
  if (!open.autoAdvance) return open;
  if (isSent(open)) return saveInvoice(account, open, 'invoice.sent');
  // The charge follows by itself, right after the answer.
  const due = saveInvoice(account, { ...open, nextAttempt: account.now() });
  account.world.poke();
  return due;
}

function finalizedToPay(account: Account, row: InvoiceRow): InvoiceRow {
  const open = finalize(account, row);
  return open.status === 'open' && isStopped(account, open) ? getInvoice(account, row.id) : open;
}

const paid = { off_session: true, paid_out_of_band: true, payment_method: true } as const;

function pay(
  account: Account,
  row: InvoiceRow,
  params: Params<'POST /v1/invoices/:id/pay', typeof paid>,
): InvoiceRow {
  const open = row.status === 'draft' ? finalizedToPay(account, row) : row;
  if (open.status === 'paid' && row.status === 'draft') return open;
  if (open.status === 'paid')
    throw invalid('Invoice is already paid', undefined, 'invoice_already_paid');
  if (open.status !== 'open' && open.status !== 'uncollectible')
    throw invalid(`This invoice cannot be paid: it is ${open.status}.`);
  if (params.paid_out_of_band)
    return markPaid(account, { ...open, paidOutOfBand: true }, dueOf(account, open));
  const card =
    params.payment_method === undefined
      ? cardFor(account, open)
      : usableCard(account, params.payment_method, 'payment_method', row.customer);
  const decline = attempt(account, open, { automatic: false, card });
  if (decline) throw decline.code === 'missing' ? invalid(decline.message) : cardDeclined(decline);
  return getInvoice(account, row.id);
}

export const invoiceEndpoints = [
  route({
    on: 'GET /v1/invoices',
    takes: listed,
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
  route({
    on: 'GET /v1/invoices/:id',
    takes: {},
    run: ({ account, id }) => renderInvoice(account, getInvoice(account, id)),
  }),
  route({
    on: 'POST /v1/invoices/:id',
    takes: updated,
    run: ({ account, params, id }) =>
      renderInvoice(account, update(account, getInvoice(account, id), params)),
  }),
  route({
    on: 'GET /v1/invoices/:id/lines',
    takes: paged,
    run: ({ account, params, id }) => {
      const row = getInvoice(account, id);
      const lines = linesOf(account, row).map((line) => renderLine(account, row, line));
      return pageOfAll(lines, params, { url: `/v1/invoices/${id}/lines`, what: 'line item' });
    },
  }),
  route({
    on: 'POST /v1/invoices/:id/finalize',
    takes: { auto_advance: true },
    run: ({ account, params, id }) =>
      renderInvoice(account, finalizeByHand(account, getInvoice(account, id), params.auto_advance)),
  }),
  route({
    on: 'POST /v1/invoices/:id/pay',
    takes: paid,
    run: ({ account, params, id }) =>
      renderInvoice(account, pay(account, getInvoice(account, id), params)),
  }),
  route({
    on: 'POST /v1/invoices/:id/void',
    takes: {},
    run: ({ account, id }) => renderInvoice(account, voidInvoice(account, getInvoice(account, id))),
  }),
];
