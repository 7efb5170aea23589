import { emit } from '../events/emit';
import { dueOf } from '../objects/invoice-lines';
import { renderInvoicePayment } from '../objects/invoice-payment';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { InvoicePaymentRow, PaymentIntentRow } from '../state/payment-rows';
import type { InvoiceRow } from '../state/rows';
import { cancelIntent, createIntent } from './pay-intent';

/** A finalized invoice over something gets a payment intent, and the row that ties the two. */
export function openPayment(account: Account, invoice: InvoiceRow): PaymentIntentRow {
  const amount = dueOf(account, invoice);
  const intent = createIntent(account, {
    customer: invoice.customer,
    amount,
    currency: invoice.currency,
    description:
      invoice.billingReason === 'subscription_create'
        ? 'Subscription creation'
        : invoice.billingReason === 'manual'
          ? 'Payment for Invoice'
          : 'Subscription update',
  });
  account.invoicePayments.put({
    id: newId('inpay_1', 23).replace('inpay_1_', 'inpay_1'),
    created: account.now(),
    invoice: invoice.id,
    paymentIntent: intent.id,
    amountRequested: amount,
    amountPaid: null,
    currency: invoice.currency,
    status: 'open',
    paidAt: null,
    canceledAt: null,
  });
  return intent;
}

/** The payment that is still to be made, with its intent. */
export function openPaymentOf(
  account: Account,
  invoice: InvoiceRow,
): { payment: InvoicePaymentRow; intent: PaymentIntentRow } | undefined {
  const payment = account.invoicePayments.group(invoice.id).find((one) => one.status === 'open');
  const intent = payment && account.paymentIntents.get(payment.paymentIntent);
  return payment && intent ? { payment, intent } : undefined;
}

/** The invoice is paid: by its intent, or outside of Stripe, which leaves the intent without a purpose. */
export function settlePayment(account: Account, invoice: InvoiceRow): void {
  const open = openPaymentOf(account, invoice);
  if (!open) return;
  if (open.intent.status !== 'succeeded') {
    abandon(account, open, null);
    return;
  }
  const paid = account.invoicePayments.put({
    ...open.payment,
    status: 'paid',
    amountPaid: open.intent.amountReceived,
    paidAt: account.now(),
  });
  emit(account, 'invoice_payment.paid', renderInvoicePayment(paid));
}

/** Nothing is to be paid any more. */
export function cancelPayment(account: Account, invoice: InvoiceRow): void {
  const open = openPaymentOf(account, invoice);
  if (open) abandon(account, open, 'void_invoice');
}

function abandon(
  account: Account,
  open: { payment: InvoicePaymentRow; intent: PaymentIntentRow },
  reason: string | null,
): void {
  account.invoicePayments.put({ ...open.payment, status: 'canceled', canceledAt: account.now() });
  if (open.intent.status !== 'canceled') cancelIntent(account, open.intent, reason);
}
