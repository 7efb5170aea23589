import type Stripe from 'stripe';
import { joinTestClock } from '../billing/join-test-clock';
import { advanceTestClock, createTestClock, deleteTestClock } from '../billing/test-clock-life';
import { route } from '../http/route';
import { getCustomer } from '../objects/customer';
import { getTestClock, renderTestClock } from '../objects/test-clock';
import { listPage, paged } from '../wire/list';

const PATH = '/v1/test_helpers/test_clocks';

export const testClockEndpoints = [
  route({
    on: 'POST /v1/test_helpers/test_clocks',
    takes: { frozen_time: { min: 0 }, name: { max: 300 }, customer: true },
    run: ({ account, params }) => {
      const customer =
        params.customer === undefined
          ? undefined
          : getCustomer(account, params.customer, 'customer');
      const row = createTestClock(account, {
        frozenTime: params.frozen_time,
        name: params.name ?? null,
      });
      if (customer) joinTestClock(account, customer, row.id);
      return renderTestClock(row);
    },
  }),
  route({
    on: 'GET /v1/test_helpers/test_clocks',
    takes: paged,
    run: ({ account, params }) =>
      listPage({
        table: account.timelines.clocks,
        params,
        url: PATH,
        what: 'test_clock',
        render: renderTestClock,
      }),
  }),
  route({
    on: 'GET /v1/test_helpers/test_clocks/:id',
    takes: {},
    run: ({ account, id }) => renderTestClock(getTestClock(account, id)),
  }),
  route({
    on: 'POST /v1/test_helpers/test_clocks/:id/advance',
    takes: { frozen_time: { min: 0 } },
    run: ({ account, params, id }) =>
      renderTestClock(advanceTestClock(account, getTestClock(account, id), params.frozen_time)),
  }),
  route({
    on: 'DELETE /v1/test_helpers/test_clocks/:id',
    takes: {},
    run: ({ account, id }) => {
      deleteTestClock(account, getTestClock(account, id));
      return {
        id,
        object: 'test_helpers.test_clock',
        deleted: true,
      } satisfies Stripe.TestHelpers.DeletedTestClock;
    },
  }),
];
