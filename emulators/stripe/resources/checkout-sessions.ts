import { expireSession } from '../billing/complete-checkout';
import { emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getSession, renderLineItems, renderSession } from '../objects/session';
import type { Account } from '../state/account';
import type { SessionRow } from '../state/rows';
import { listPage, paged, pageOfAll } from '../wire/list';
import { invalid } from '../wire/stripe-error';
import { createSession, createSessionTakes } from './create-checkout-session';

const listed = {
  ...paged,
  created: true,
  customer: true,
  status: true,
  subscription: true,
  customer_details: true,
} as const;
type Listed = Params<'GET /v1/checkout/sessions', typeof listed>;

function wanted(account: Account, row: SessionRow, params: Listed): boolean {
  const email = params.customer_details?.email;
  return (
    (params.customer === undefined || row.customer === params.customer) &&
    (params.status === undefined || row.status === params.status) &&
    (params.subscription === undefined || row.subscription === params.subscription) &&
    (email === undefined || renderSession(account, row).customer_details?.email === email) &&
    inRange(row.created, params.created)
  );
}

export const checkoutSessionEndpoints = [
  route({
    on: 'POST /v1/checkout/sessions',
    takes: createSessionTakes,
    note: 'With hosted page.',
    run: ({ account, params }) => renderSession(account, createSession(account, params)),
  }),
  route({
    on: 'GET /v1/checkout/sessions',
    takes: listed,
    run: ({ account, params }) =>
      listPage({
        table: account.sessions,
        params,
        url: '/v1/checkout/sessions',
        what: 'checkout.session',
        where: (row) => wanted(account, row, params),
        render: (row) => renderSession(account, row),
      }),
  }),
  route({
    on: 'GET /v1/checkout/sessions/:id',
    takes: {},
    run: ({ account, id }) => renderSession(account, getSession(account, id)),
  }),
  route({
    on: 'POST /v1/checkout/sessions/:id',
    takes: { metadata: true },
    run: ({ account, params, id }) => {
      const row = getSession(account, id);
      const next = account.sessions.put({
        ...row,
        metadata: mergeMetadata(row.metadata, params.metadata),
      });
      emitChange(
        account,
        'checkout.session.updated',
        renderSession(account, row),
        renderSession(account, next),
      );
      return renderSession(account, next);
    },
  }),
  route({
    on: 'POST /v1/checkout/sessions/:id/expire',
    takes: {},
    run: ({ account, id }) => {
      const row = getSession(account, id);
      if (row.status !== 'open') {
        throw invalid(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${row.status}.`,
        );
      }
      return renderSession(account, expireSession(account, row));
    },
  }),
  route({
    on: 'GET /v1/checkout/sessions/:id/line_items',
    takes: paged,
    run: ({ account, params, id }) => {
      const { data, url } = renderLineItems(account, getSession(account, id));
      return pageOfAll(data, params, { url, what: 'item' });
    },
  }),
];
