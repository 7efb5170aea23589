import { inRange } from '../http/params';
import { route } from '../http/route';
import { getFraudWarning, renderFraudWarning } from '../objects/fraud-warning';
import { listPage, paged } from '../wire/list';

export const fraudWarningEndpoints = [
  route({
    on: 'GET /v1/radar/early_fraud_warnings',
    takes: { ...paged, charge: true, created: true, payment_intent: true },
    run: ({ account, params }) =>
      listPage({
        table: account.fraudWarnings,
        params,
        url: '/v1/radar/early_fraud_warnings',
        what: 'early fraud warning',
        group: params.charge,
        where: (row) =>
          (params.payment_intent === undefined || row.paymentIntent === params.payment_intent) &&
          inRange(row.created, params.created),
        render: (row) => renderFraudWarning(account, row),
      }),
  }),
  route({
    on: 'GET /v1/radar/early_fraud_warnings/:id',
    takes: {},
    run: ({ account, id }) => renderFraudWarning(account, getFraudWarning(account, id)),
  }),
];
