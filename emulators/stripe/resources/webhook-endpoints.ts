import type Stripe from 'stripe';
import { checkVersion } from '../http/api-version';
import type { Params } from '../http/parameters';
import { changedTo, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { renderWebhookEndpoint } from '../objects/endpoint';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { EndpointRow } from '../state/notification-rows';
import { listPage, paged } from '../wire/list';
import { invalid, missing } from '../wire/stripe-error';

const MOST_ENDPOINTS = 16;

const fields = {
  description: { clearable: true },
  metadata: true,
  url: true,
  enabled_events: true,
} as const;
const created = { ...fields, api_version: true } as const;
const updated = { ...fields, disabled: true } as const;

function get(account: Account, id: string): EndpointRow {
  const row = account.endpoints.get(id);
  if (!row) throw missing('webhook endpoint', id);
  return row;
}

function checkUrl(url: string): void {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw invalid('Not a valid URL', 'url', 'url_invalid');
}

function create(
  account: Account,
  params: Params<'POST /v1/webhook_endpoints', typeof created>,
): EndpointRow {
  if (account.endpoints.size >= MOST_ENDPOINTS) {
    throw invalid(`You have reached the maximum of ${MOST_ENDPOINTS} test webhook endpoints.`);
  }
  checkUrl(params.url);
  checkVersion(params.api_version, 'api_version');
  return account.endpoints.put({
    id: newId('we_1', 23).replace('we_1_', 'we_1'),
    created: account.now(),
    url: params.url,
    enabledEvents: params.enabled_events,
    apiVersion: params.api_version ?? null,
    description: changedTo(params.description, null),
    metadata: mergeMetadata({}, params.metadata),
    secret: newId('whsec', 32),
    status: 'enabled',
  });
}

function update(
  account: Account,
  row: EndpointRow,
  params: Params<'POST /v1/webhook_endpoints/:id', typeof updated>,
): EndpointRow {
  if (params.url !== undefined) checkUrl(params.url);
  return account.endpoints.put({
    ...row,
    url: params.url ?? row.url,
    enabledEvents: params.enabled_events ?? row.enabledEvents,
    description: changedTo(params.description, row.description),
    metadata: mergeMetadata(row.metadata, params.metadata),
    status: params.disabled === undefined ? row.status : params.disabled ? 'disabled' : 'enabled',
  });
}

export const webhookEndpointEndpoints = [
  route({
    on: 'POST /v1/webhook_endpoints',
    takes: created,
    note: 'Takes http and loopback addresses, which Stripe does not.',
    run: ({ account, params }) => {
      const row = create(account, params);
      // The only time that the secret is shown.
      return { ...renderWebhookEndpoint(row), secret: row.secret };
    },
  }),
  route({
    on: 'GET /v1/webhook_endpoints',
    takes: paged,
    run: ({ account, params }) =>
      listPage({
        table: account.endpoints,
        params,
        url: '/v1/webhook_endpoints',
        what: 'webhook endpoint',
        render: renderWebhookEndpoint,
      }),
  }),
  route({
    on: 'GET /v1/webhook_endpoints/:id',
    takes: {},
    run: ({ account, id }) => renderWebhookEndpoint(get(account, id)),
  }),
  route({
    on: 'POST /v1/webhook_endpoints/:id',
    takes: updated,
    run: ({ account, params, id }) =>
      renderWebhookEndpoint(update(account, get(account, id), params)),
  }),
  route({
    on: 'DELETE /v1/webhook_endpoints/:id',
    takes: {},
    run: ({ account, id }) => {
      account.endpoints.delete(get(account, id).id);
      return {
        id,
        object: 'webhook_endpoint',
        deleted: true,
      } satisfies Stripe.DeletedWebhookEndpoint;
    },
  }),
];
