import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { InvoicePaymentRow } from '../state/payment-rows';
import { wholeList } from '../wire/list';

export function renderInvoicePayment(row: InvoicePaymentRow) {
  return {
    id: row.id,
    object: 'invoice_payment',
    amount_paid: row.amountPaid,
    amount_requested: row.amountRequested,
    created: row.created,
    currency: row.currency,
    invoice: row.invoice,
    is_default: row.status !== 'canceled',
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: row.paymentIntent },
    status: row.status,
    status_transitions: { canceled_at: row.canceledAt, paid_at: row.paidAt },
  } satisfies Stripe.InvoicePayment;
}

/** Not part of an invoice unless asked for with `expand[]=payments`. */
export function renderPayments(account: Account, invoice: string) {
  return wholeList(
    account.invoicePayments.group(invoice).map(renderInvoicePayment),
    `/v1/invoice_payments?invoice=${invoice}`,
  );
}
