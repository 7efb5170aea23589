import type Stripe from 'stripe';
import { finalize, markUncollectible } from '../billing/invoice-life';
import { saveInvoice } from '../billing/save';
import { emit } from '../events/emit';
import { route } from '../http/route';
import { getInvoice, isSent, renderInvoice } from '../objects/invoice';
import type { Account } from '../state/account';
import type { InvoiceRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';

/** Told as sent; nobody gets an e-mail. A draft is finalized first. */
function send(account: Account, row: InvoiceRow): InvoiceRow {
  if (!isSent(row)) {
    throw invalid(
      'You can only manually send an invoice when its collection method is `send_invoice`.',
    );
  }
  if (row.status !== 'draft' && row.status !== 'open')
    throw invalid(`You can't send an invoice with a status of ${row.status}.`);
  const open = row.status === 'draft' ? finalize(account, row) : row;
  return saveInvoice(account, open, 'invoice.sent');
}

/** A draft that no subscription made is gone for good; its items wait again. */
function remove(account: Account, row: InvoiceRow): object {
  if (row.status !== 'draft' || row.subscription !== null) {
    throw invalid(
      "You can only delete draft invoices that weren't made by a subscription.",
      undefined,
      'invoice_not_editable',
    );
  }
  const shown = renderInvoice(account, row);
  account.invoices.delete(row.id);
  for (const item of account.invoiceItems.group(row.customer)) {
    if (item.invoice === row.id) account.invoiceItems.put({ ...item, invoice: null });
  }
  emit(account, 'invoice.deleted', shown);
  return { id: row.id, object: 'invoice', deleted: true } satisfies Stripe.DeletedInvoice;
}

export const endInvoiceEndpoints = [
  route({
    on: 'POST /v1/invoices/:id/mark_uncollectible',
    takes: {},
    run: ({ account, id }) =>
      renderInvoice(account, markUncollectible(account, getInvoice(account, id))),
  }),
  route({
    on: 'POST /v1/invoices/:id/send',
    takes: {},
    note: 'No mail is sent.',
    run: ({ account, id }) => renderInvoice(account, send(account, getInvoice(account, id))),
  }),
  route({
    on: 'DELETE /v1/invoices/:id',
    takes: {},
    fidelity: 'approximate',
    note: 'The items of a deleted draft wait for the next invoice.',
    run: ({ account, id }) => remove(account, getInvoice(account, id)),
  }),
];
