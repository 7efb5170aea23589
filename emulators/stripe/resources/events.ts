import { z } from 'zod';
import { matches } from '../../core/faults';
import type { Account } from '../account';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { flag, inRange, list, range, text } from '../http/params';
import { invalid, missing } from '../http/stripe-error';
import { renderEvent } from '../objects/event';

const listParams = z.strictObject({
  ...paging,
  created: range().optional(),
  delivery_success: flag().optional(),
  type: text().optional(),
  types: list(text()).optional(),
});

/** Delivered everywhere, or not: failed, dropped and still waiting count as not. */
function delivered(account: Account, id: string): boolean {
  return account.deliveries.group(id).every((one) => one.state === 'delivered');
}

export const eventEndpoints = [
  endpoint({
    method: 'GET',
    path: '/v1/events',
    params: listParams,
    run: ({ account, params }) => {
      if (params.type !== undefined && params.types !== undefined) {
        throw invalid('You may pass either `type` or `types`, but not both.', 'types');
      }
      const patterns = params.types ?? (params.type === undefined ? ['*'] : [params.type]);
      return listPage({
        table: account.events,
        params,
        url: '/v1/events',
        what: 'event',
        where: (row) =>
          inRange(row.created, params.created) &&
          patterns.some((pattern) => matches(pattern, row.type)) &&
          (params.delivery_success === undefined ||
            delivered(account, row.id) === params.delivery_success),
        render: (row) => renderEvent(account, row),
      });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/events/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => {
      const row = account.events.get(id);
      if (!row) throw missing('event', id);
      return renderEvent(account, row);
    },
  }),
];
