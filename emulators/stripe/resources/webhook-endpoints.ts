import { z } from 'zod';
import type { Account } from '../account';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { clearable, flag, mergeMetadata, metadata, text } from '../http/params';
import { invalid, missing } from '../http/stripe-error';
import { newId } from '../ids';
import type { EndpointRow } from '../notification-rows';
import { renderWebhookEndpoint } from '../objects/endpoint';

const MOST_ENDPOINTS = 16;

const address = text().refine(
  (value) => URL.canParse(value) && /^https?:/.test(value),
  'Not a valid URL',
);
const fields = { description: clearable().optional(), metadata: metadata().optional() };
const createParams = z.strictObject({
  ...fields,
  url: address,
  enabled_events: z.array(text(100)).min(1),
  api_version: text().optional(),
  ...notEmulated('connect'),
});
const updateParams = z.strictObject({
  ...fields,
  url: address.optional(),
  enabled_events: z.array(text(100)).min(1).optional(),
  disabled: flag().optional(),
});

function get(account: Account, id: string): EndpointRow {
  const row = account.endpoints.get(id);
  if (!row) throw missing('webhook endpoint', id);
  return row;
}

function create(account: Account, params: z.output<typeof createParams>): EndpointRow {
  if (account.endpoints.size >= MOST_ENDPOINTS) {
    throw invalid(`You have reached the maximum of ${MOST_ENDPOINTS} test webhook endpoints.`);
  }
  return account.endpoints.put({
    id: newId('we_1', 23).replace('we_1_', 'we_1'),
    created: account.now(),
    url: params.url,
    enabledEvents: params.enabled_events,
    apiVersion: params.api_version ?? null,
    description: params.description ?? null,
    metadata: mergeMetadata({}, params.metadata),
    secret: newId('whsec', 32),
    status: 'enabled',
  });
}

function update(
  account: Account,
  row: EndpointRow,
  params: z.output<typeof updateParams>,
): EndpointRow {
  return account.endpoints.put({
    ...row,
    url: params.url ?? row.url,
    enabledEvents: params.enabled_events ?? row.enabledEvents,
    description: params.description === undefined ? row.description : params.description,
    metadata: mergeMetadata(row.metadata, params.metadata),
    status: params.disabled === undefined ? row.status : params.disabled ? 'disabled' : 'enabled',
  });
}

export const webhookEndpointEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints',
    params: createParams,
    note: 'Takes http and loopback addresses, which Stripe does not.',
    run: ({ account, params }) => {
      const row = create(account, params);
      // The only time that the secret is shown.
      return { ...renderWebhookEndpoint(row), secret: row.secret };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    params: z.strictObject(paging),
    run: ({ account, params }) =>
      listPage({
        table: account.endpoints,
        params,
        url: '/v1/webhook_endpoints',
        what: 'webhook endpoint',
        render: renderWebhookEndpoint,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderWebhookEndpoint(get(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    params: updateParams,
    run: ({ account, params, id }) =>
      renderWebhookEndpoint(update(account, get(account, id), params)),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => {
      account.endpoints.delete(get(account, id).id);
      return { id, object: 'webhook_endpoint', deleted: true };
    },
  }),
];
