import type { Account } from '../account';
import { emit, emitChange } from '../events';
import { listPage, paged } from '../http/list';
import type { Params } from '../http/parameters';
import { inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { invalid } from '../http/stripe-error';
import { newId } from '../ids';
import type { RefundRow } from '../money-rows';
import { getCharge, refundedOf, renderCharge } from '../objects/charge';
import { getPaymentIntent } from '../objects/payment-intent';
import { getRefund, renderRefund } from '../objects/refund';
import type { ChargeRow } from '../payment-rows';

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

function create(account: Account, params: CreateParams): RefundRow {
  const charge = chargeOf(account, params);
  const left = charge.amountCaptured - refundedOf(account, charge);
  if (left === 0) {
    throw invalid(
      `Charge ${charge.id} has already been refunded.`,
      undefined,
      'charge_already_refunded',
    );
  }
  const amount = params.amount ?? left;
  if (amount > left)
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
      'amount',
    );
  const before = renderCharge(account, charge);
  const row = account.refunds.put({
    id: newId('re_3', 23).replace('re_3_', 're_3'),
    created: account.now(),
    paymentIntent: charge.paymentIntent,
    charge: charge.id,
    amount,
    currency: charge.currency,
    reason: params.reason ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
  const after = renderCharge(account, charge);
  emit(account, 'charge.refunded', after, {
    amount_refunded: before.amount_refunded,
    ...(after.refunded ? { refunded: false } : {}),
  });
  emit(account, 'refund.created', renderRefund(account, row));
  return row;
}

export const refundEndpoints = [
  route({
    on: 'POST /v1/refunds',
    takes: created,
    run: ({ account, params }) => renderRefund(account, create(account, params)),
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
      const next = account.refunds.put({
        ...row,
        metadata: mergeMetadata(row.metadata, params.metadata),
      });
      for (const type of ['refund.updated', 'charge.refund.updated'])
        emitChange(account, type, renderRefund(account, row), renderRefund(account, next));
      return renderRefund(account, next);
    },
  }),
];
