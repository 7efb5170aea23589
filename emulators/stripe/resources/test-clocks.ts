import { z } from 'zod';
import { joinTestClock } from '../billing/join-test-clock';
import { advanceTestClock, createTestClock, deleteTestClock } from '../billing/test-clock-life';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { text, whole } from '../http/params';
import { getCustomer } from '../objects/customer';
import { getTestClock, renderTestClock } from '../objects/test-clock';

const PATH = '/v1/test_helpers/test_clocks';

export const testClockEndpoints = [
  endpoint({
    method: 'POST',
    path: PATH,
    params: z.strictObject({
      frozen_time: whole({ min: 0 }),
      name: text(300).optional(),
      customer: text().optional(),
    }),
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
  endpoint({
    method: 'GET',
    path: PATH,
    params: z.strictObject(paging),
    run: ({ account, params }) =>
      listPage({
        table: account.timelines.clocks,
        params,
        url: PATH,
        what: 'test_clock',
        render: renderTestClock,
      }),
  }),
  endpoint({
    method: 'GET',
    path: `${PATH}/:id`,
    params: z.strictObject({}),
    run: ({ account, id }) => renderTestClock(getTestClock(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: `${PATH}/:id/advance`,
    params: z.strictObject({ frozen_time: whole({ min: 0 }) }),
    run: ({ account, params, id }) =>
      renderTestClock(advanceTestClock(account, getTestClock(account, id), params.frozen_time)),
  }),
  endpoint({
    method: 'DELETE',
    path: `${PATH}/:id`,
    params: z.strictObject({}),
    run: ({ account, id }) => {
      deleteTestClock(account, getTestClock(account, id));
      return { id, object: 'test_helpers.test_clock', deleted: true };
    },
  }),
];
