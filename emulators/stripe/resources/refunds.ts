import { changeRefund, refundCharge } from '../billing/refund';
import type { Params } from '../http/parameters';
import { inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getCharge } from '../objects/charge';
import { getPaymentIntent } from '../objects/payment-intent';
import { getRefund, renderRefund } from '../objects/refund';
import type { Account } from '../state/account';
import type { ChargeRow } from '../state/payment-rows';
import { listPage, paged } from '../wire/list';
import { invalid } from '../wire/stripe-error';

const created = {
  amount: { min: 1 },
  charge: true,
  metadata: true,
  payment_intent: true,
  reason: true,
} as const;
type CreateParams = Params<'POST /v1/refunds', typeof created>;

function chargeOf(account: Account, params: CreateParams): ChargeRow {
  if ((params.charge === undefined) === (params.payment_intent === undefined)) {
    throw invalid(
      params.charge === undefined
        ? 'One of the following params should be provided for this request: payment_intent or charge.'
        : 'You may only specify one of these parameters: charge, payment_intent.',
      'charge',
      params.charge === undefined ? 'parameter_missing' : undefined,
    );
  }
  if (params.charge !== undefined) return getCharge(account, params.charge, 'charge');
  const intent = getPaymentIntent(account, params.payment_intent ?? '', 'payment_intent');
  const charge =
    intent.latestCharge === null ? undefined : account.charges.get(intent.latestCharge);
  if (intent.status !== 'succeeded' || !charge) {
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      'payment_intent',
      'payment_intent_unexpected_state',
    );
  }
  return charge;
}

export const refundEndpoints = [
  route({
    on: 'POST /v1/refunds',
    takes: created,
    run: ({ account, params }) =>
      renderRefund(
        account,
        refundCharge(account, chargeOf(account, params), {
          ...(params.amount === undefined ? {} : { amount: params.amount }),
          reason: params.reason ?? null,
          metadata: mergeMetadata({}, params.metadata),
        }),
      ),
  }),
  route({
    on: 'GET /v1/refunds',
    takes: { ...paged, charge: true, created: true, payment_intent: true },
    run: ({ account, params }) =>
      listPage({
        table: account.refunds,
        params,
        url: '/v1/refunds',
        what: 'refund',
        group: params.payment_intent,
        where: (row) =>
          (params.charge === undefined || row.charge === params.charge) &&
          inRange(row.created, params.created),
        render: (row) => renderRefund(account, row),
      }),
  }),
  route({
    on: 'GET /v1/refunds/:id',
    takes: {},
    run: ({ account, id }) => renderRefund(account, getRefund(account, id)),
  }),
  route({
    on: 'POST /v1/refunds/:id',
    takes: { metadata: true },
    run: ({ account, params, id }) => {
      const row = getRefund(account, id);
      const metadata = mergeMetadata(row.metadata, params.metadata);
      return renderRefund(account, changeRefund(account, row, { metadata }));
    },
  }),
  route({
    on: 'POST /v1/refunds/:id/cancel',
    takes: {},
    note: 'Refunds of cards, which is what there is, cannot be canceled.',
    run: ({ account, id }) => {
      const row = getRefund(account, id);
      throw invalid(
        `You can't cancel a refund with a status of ${row.status ?? 'succeeded'}. Only a refund that requires action can be canceled.`,
      );
    },
  }),
];
