import { inRange } from '../http/params';
import { route } from '../http/route';
import { getInvoice } from '../objects/invoice';
import { renderInvoicePayment } from '../objects/invoice-payment';
import { listPage, paged } from '../wire/list';
import { missing } from '../wire/stripe-error';

export const invoicePaymentEndpoints = [
  route({
    on: 'GET /v1/invoice_payments',
    takes: { ...paged, created: true, invoice: true, payment: true, status: true },
    run: ({ account, params }) =>
      listPage({
        table: account.invoicePayments,
        params,
        url: '/v1/invoice_payments',
        what: 'invoice_payment',
        group:
          params.invoice === undefined
            ? undefined
            : getInvoice(account, params.invoice, 'invoice').id,
        where: (row) =>
          (params.status === undefined || row.status === params.status) &&
          (params.payment === undefined || row.paymentIntent === params.payment.payment_intent) &&
          inRange(row.created, params.created),
        render: renderInvoicePayment,
      }),
  }),
  route({
    on: 'GET /v1/invoice_payments/:id',
    takes: {},
    run: ({ account, id }) => {
      const row = account.invoicePayments.get(id);
      if (!row) throw missing('invoice_payment', id);
      return renderInvoicePayment(row);
    },
  }),
];
