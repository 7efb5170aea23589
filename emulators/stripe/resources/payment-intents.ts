import { attempt } from '../billing/invoice-life';
import { cancelIntent, captureIntent, saveIntent } from '../billing/pay-intent';
import type { Params } from '../http/parameters';
import { changedTo, inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { checkAmount } from '../money/check-amount';
import { getPaymentIntent, renderPaymentIntent } from '../objects/payment-intent';
import type { Account } from '../state/account';
import type { PaymentIntentRow } from '../state/payment-rows';
import { listPage, paged } from '../wire/list';
import { invalid } from '../wire/stripe-error';
import { confirmedIntent, confirmIntent, createdIntent, makeIntent } from './create-payment-intent';

const updated = {
  amount: { min: 1 },
  description: { max: 1000 },
  metadata: true,
  receipt_email: { clearable: true, max: 800 },
} as const;

function update(
  account: Account,
  row: PaymentIntentRow,
  params: Params<'POST /v1/payment_intents/:id', typeof updated>,
): PaymentIntentRow {
  if (params.amount !== undefined) checkAmount(params.amount, row.currency);
  if (params.amount !== undefined && !row.status.startsWith('requires_')) {
    throw invalid(
      `This PaymentIntent's amount could not be updated because it has a status of ${row.status}.`,
      'amount',
      'payment_intent_unexpected_state',
    );
  }
  return saveIntent(account, {
    ...row,
    amount: params.amount ?? row.amount,
    description: params.description ?? row.description,
    receiptEmail: changedTo(params.receipt_email, row.receiptEmail),
    metadata: mergeMetadata(row.metadata, params.metadata),
  });
}

/** An invoice's own payment is ended with the invoice, not alone. */
function cancel(account: Account, row: PaymentIntentRow, reason: string | null): PaymentIntentRow {
  const payment = account.invoicePayments.find(
    (one) => one.paymentIntent === row.id && one.status === 'open',
  );
  if (payment) {
    throw invalid(
      `You cannot cancel a PaymentIntent created by an invoice: void the invoice ${payment.invoice} instead.`,
      undefined,
      'payment_intent_unexpected_state',
    );
  }
  return cancelIntent(account, row, reason);
}

export const paymentIntentEndpoints = [
  route({
    on: 'POST /v1/payment_intents',
    takes: createdIntent,
    run: ({ account, params }) => renderPaymentIntent(account, makeIntent(account, params)),
  }),
  route({
    on: 'GET /v1/payment_intents',
    takes: { ...paged, created: true, customer: true },
    run: ({ account, params }) =>
      listPage({
        table: account.paymentIntents,
        params,
        url: '/v1/payment_intents',
        what: 'payment_intent',
        group: params.customer,
        where: (row) => inRange(row.created, params.created),
        render: (row) => renderPaymentIntent(account, row),
      }),
  }),
  route({
    on: 'GET /v1/payment_intents/:id',
    takes: { client_secret: true },
    run: ({ account, id }) => renderPaymentIntent(account, getPaymentIntent(account, id)),
  }),
  route({
    on: 'POST /v1/payment_intents/:id',
    takes: updated,
    run: ({ account, params, id }) =>
      renderPaymentIntent(account, update(account, getPaymentIntent(account, id), params)),
  }),
  route({
    on: 'POST /v1/payment_intents/:id/confirm',
    takes: confirmedIntent,
    run: ({ account, params, id }) =>
      renderPaymentIntent(
        account,
        confirmIntent(account, getPaymentIntent(account, id), params, (invoice, card) =>
          attempt(account, invoice, { automatic: false, card }),
        ),
      ),
  }),
  route({
    on: 'POST /v1/payment_intents/:id/capture',
    takes: { amount_to_capture: { min: 1 } },
    run: ({ account, params, id }) => {
      const row = getPaymentIntent(account, id);
      return renderPaymentIntent(
        account,
        captureIntent(account, row, params.amount_to_capture ?? row.amount),
      );
    },
  }),
  route({
    on: 'POST /v1/payment_intents/:id/cancel',
    takes: { cancellation_reason: true },
    run: ({ account, params, id }) =>
      renderPaymentIntent(
        account,
        cancel(account, getPaymentIntent(account, id), params.cancellation_reason ?? null),
      ),
  }),
];
