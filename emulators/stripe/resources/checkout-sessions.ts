import { z } from 'zod';
import type { Account } from '../account';
import { expireSession } from '../billing/complete-checkout';
import { emitChange } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { inRange, mergeMetadata, metadata, oneOf, range, text } from '../http/params';
import { invalid } from '../http/stripe-error';
import { getSession, renderLineItems, renderSession } from '../objects/session';
import type { SessionRow } from '../rows';
import { createSession, createSessionParams } from './create-checkout-session';

const listParams = z.strictObject({
  ...paging,
  created: range().optional(),
  customer: text().optional(),
  status: oneOf(['complete', 'expired', 'open']).optional(),
  subscription: text().optional(),
  customer_details: z.strictObject({ email: text() }).optional(),
  ...notEmulated('payment_intent', 'payment_link', 'customer_account'),
});

function wanted(account: Account, row: SessionRow, params: z.output<typeof listParams>): boolean {
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
  endpoint({
    method: 'POST',
    path: '/v1/checkout/sessions',
    params: createSessionParams,
    note: 'Mode subscription with hosted page.',
    run: ({ account, params }) => renderSession(account, createSession(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions',
    params: listParams,
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
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderSession(account, getSession(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/checkout/sessions/:id',
    params: z.strictObject({
      metadata: metadata().optional(),
      ...notEmulated('collected_information', 'shipping_options', 'line_items'),
    }),
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
  endpoint({
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    params: z.strictObject({}),
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
  endpoint({
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    params: z.strictObject(paging),
    run: ({ account, id }) => renderLineItems(account, getSession(account, id)),
  }),
];
