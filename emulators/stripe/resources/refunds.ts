import { z } from 'zod';
import type { Account } from '../account';
import { emit } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { metadata, oneOf, text, whole } from '../http/params';
import { invalid, missing } from '../http/stripe-error';
import { newId } from '../ids';
import type { RefundRow } from '../money-rows';
import { getInvoice } from '../objects/invoice';
import type { InvoiceRow } from '../rows';

/** A paid invoice's payment intent has the invoice's own letters: nothing else is kept of it. */
const intentOf = (invoice: InvoiceRow): string => invoice.id.replace('in_', 'pi_');

function invoiceOf(account: Account, intent: string): InvoiceRow {
  const row = account.invoices.get(intent.replace('pi_', 'in_'));
  if (!row || row.amountPaid === 0) throw missing('payment_intent', intent, 'payment_intent');
  return row;
}

const createParams = z.strictObject({
  amount: whole({ min: 1 }).optional(),
  metadata: metadata().optional(),
  payment_intent: text(),
  reason: oneOf(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  ...notEmulated(
    'charge',
    'currency',
    'customer',
    'instructions_email',
    'origin',
    'refund_application_fee',
    'reverse_transfer',
  ),
});

function create(account: Account, params: z.output<typeof createParams>): RefundRow {
  const invoice = invoiceOf(account, params.payment_intent);
  const refunded = account.refunds
    .group(params.payment_intent)
    .reduce((sum, one) => sum + one.amount, 0);
  const left = invoice.amountPaid - refunded;
  if (left === 0)
    throw invalid(
      'The payment has already been refunded.',
      'payment_intent',
      'charge_already_refunded',
    );
  const amount = params.amount ?? left;
  if (amount > left)
    throw invalid(`Refund amount (${amount}) is greater than the unrefunded amount (${left}).`);
  const row = account.refunds.put({
    id: newId('re_3', 23).replace('re_3_', 're_3'),
    created: account.now(),
    paymentIntent: params.payment_intent,
    invoice: invoice.id,
    amount,
    currency: invoice.currency,
    reason: params.reason ?? null,
    metadata: params.metadata ?? {},
  });
  emit(account, 'refund.created', render(row));
  return row;
}

function render(row: RefundRow): object {
  return {
    id: row.id,
    object: 'refund',
    amount: row.amount,
    balance_transaction: null,
    charge: row.paymentIntent.replace('pi_', 'ch_'),
    created: row.created,
    currency: row.currency,
    metadata: { ...row.metadata },
    payment_intent: row.paymentIntent,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

function paymentsOf(account: Account, invoiceId: string): object[] {
  const invoice = getInvoice(account, invoiceId, 'invoice');
  if (invoice.amountPaid === 0) return [];
  return [
    {
      id: invoice.id.replace('in_', 'inpay_'),
      object: 'invoice_payment',
      amount_paid: invoice.amountPaid,
      amount_requested: invoice.amountPaid,
      created: invoice.paidAt,
      currency: invoice.currency,
      invoice: invoice.id,
      is_default: true,
      livemode: false,
      payment: { type: 'payment_intent', payment_intent: intentOf(invoice) },
      status: 'paid',
      status_transitions: { canceled_at: null, paid_at: invoice.paidAt },
    },
  ];
}

export const refundEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/refunds',
    params: createParams,
    run: ({ account, params }) => render(create(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/refunds',
    params: z.strictObject({
      ...paging,
      payment_intent: text().optional(),
      ...notEmulated('charge', 'created'),
    }),
    run: ({ account, params }) =>
      listPage({
        table: account.refunds,
        params,
        url: '/v1/refunds',
        what: 'refund',
        group: params.payment_intent,
        render,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments',
    params: z.strictObject({
      ...paging,
      invoice: text(),
      ...notEmulated('created', 'payment', 'status'),
    }),
    run: ({ account, params }) => ({
      object: 'list',
      data: paymentsOf(account, params.invoice),
      has_more: false,
      url: '/v1/invoice_payments',
    }),
  }),
];
