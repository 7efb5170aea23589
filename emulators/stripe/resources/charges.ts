import { emitChange } from '../events/emit';
import { inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getCharge, renderCharge } from '../objects/charge';
import { listPage, paged } from '../wire/list';

export const chargeEndpoints = [
  route({
    on: 'GET /v1/charges',
    takes: { ...paged, created: true, customer: true, payment_intent: true },
    run: ({ account, params }) =>
      listPage({
        table: account.charges,
        params,
        url: '/v1/charges',
        what: 'charge',
        group: params.payment_intent,
        where: (row) =>
          (params.customer === undefined || row.customer === params.customer) &&
          inRange(row.created, params.created),
        render: (row) => renderCharge(account, row),
      }),
  }),
  route({
    on: 'GET /v1/charges/:id',
    takes: {},
    run: ({ account, id }) => renderCharge(account, getCharge(account, id)),
  }),
  route({
    on: 'POST /v1/charges/:id',
    takes: { description: true, metadata: true, receipt_email: true },
    run: ({ account, params, id }) => {
      const row = getCharge(account, id);
      const before = renderCharge(account, row);
      const next = account.charges.put({
        ...row,
        description: params.description ?? row.description,
        receiptEmail: params.receipt_email ?? row.receiptEmail,
        metadata: mergeMetadata(row.metadata, params.metadata),
      });
      emitChange(account, 'charge.updated', before, renderCharge(account, next));
      return renderCharge(account, next);
    },
  }),
];
