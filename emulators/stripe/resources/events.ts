import { matches } from '../../core/faults';
import { inRange } from '../http/params';
import { route } from '../http/route';
import { renderEvent } from '../objects/event';
import type { Account } from '../state/account';
import { listPage, paged } from '../wire/list';
import { invalid, missing } from '../wire/stripe-error';

/** Delivered everywhere, or not: failed, dropped and still waiting count as not. */
function delivered(account: Account, id: string): boolean {
  return account.deliveries.group(id).every((one) => one.state === 'delivered');
}

export const eventEndpoints = [
  route({
    on: 'GET /v1/events',
    takes: { ...paged, created: true, delivery_success: true, type: true, types: true },
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
  route({
    on: 'GET /v1/events/:id',
    takes: {},
    run: ({ account, id }) => {
      const row = account.events.get(id);
      if (!row) throw missing('event', id);
      return renderEvent(account, row);
    },
  }),
];
