import { answerDispute, loseDispute } from '../billing/disputes';
import { inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { type EVIDENCE, getDispute, renderDispute } from '../objects/dispute';
import { listPage, paged } from '../wire/list';

const evidence = {
  access_activity_log: { max: 20_000 },
  billing_address: true,
  cancellation_policy_disclosure: { max: 20_000 },
  cancellation_rebuttal: { max: 20_000 },
  customer_email_address: true,
  customer_name: true,
  customer_purchase_ip: true,
  duplicate_charge_explanation: { max: 20_000 },
  duplicate_charge_id: true,
  product_description: { max: 20_000 },
  refund_policy_disclosure: { max: 20_000 },
  refund_refusal_explanation: { max: 20_000 },
  service_date: true,
  shipping_address: true,
  shipping_carrier: true,
  shipping_date: true,
  shipping_tracking_number: true,
  uncategorized_text: { max: 20_000 },
} as const satisfies Record<(typeof EVIDENCE)[number], unknown>;

export const disputeEndpoints = [
  route({
    on: 'GET /v1/disputes',
    takes: { ...paged, charge: true, created: true, payment_intent: true },
    run: ({ account, params }) =>
      listPage({
        table: account.disputes,
        params,
        url: '/v1/disputes',
        what: 'dispute',
        group: params.charge,
        where: (row) =>
          (params.payment_intent === undefined || row.paymentIntent === params.payment_intent) &&
          inRange(row.created, params.created),
        render: (row) => renderDispute(account, row),
      }),
  }),
  route({
    on: 'GET /v1/disputes/:id',
    takes: {},
    run: ({ account, id }) => renderDispute(account, getDispute(account, id)),
  }),
  route({
    on: 'POST /v1/disputes/:id',
    takes: { evidence, metadata: true, submit: true },
    note: '`balance_transactions` stays empty.',
    run: ({ account, params, id }) => {
      const row = getDispute(account, id);
      return renderDispute(
        account,
        answerDispute(account, row, {
          evidence: { ...params.evidence },
          metadata: mergeMetadata(row.metadata, params.metadata),
          submit: params.submit ?? true,
        }),
      );
    },
  }),
  route({
    on: 'POST /v1/disputes/:id/close',
    takes: {},
    run: ({ account, id }) => renderDispute(account, loseDispute(account, getDispute(account, id))),
  }),
];
