import { z } from 'zod';
import { mergeMetadata } from '../http/params';
import { API_VERSION } from '../objects/event';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { DestinationRow } from '../state/v2-rows';
import { renderThinEvent } from './render-thin-event';
import { emitThin, PING, THIN_EVENTS } from './thin-events';
import { invalidFields, notFound } from './v2-error';
import { v2Page, v2Paging } from './v2-list';
import { v2Route } from './v2-route';

const PATH = '/v2/core/event_destinations';
const OBJECT = 'v2.core.event_destination';

const include = z
  .array(z.enum(['webhook_endpoint.signing_secret', 'webhook_endpoint.url']))
  .optional();
const webhook = z.strictObject({
  url: z.string().refine((value) => URL.canParse(value) && /^https?:/.test(value), 'not a URL'),
});
const metadata = z.record(z.string().max(40), z.string().max(500)).optional();

const createParams = z.strictObject({
  description: z.string().max(500).optional(),
  enabled_events: z.array(z.string().min(1)).min(1),
  event_payload: z.enum(['snapshot', 'thin']),
  events_from: z.array(z.literal('self')).optional(),
  include,
  metadata,
  name: z.string().min(1).max(200),
  snapshot_api_version: z.string().optional(),
  type: z.literal('webhook_endpoint'),
  webhook_endpoint: webhook,
});
const updateParams = z.strictObject({
  description: z.string().max(500).optional(),
  enabled_events: z.array(z.string().min(1)).min(1).optional(),
  include,
  metadata,
  name: z.string().min(1).max(200).optional(),
  webhook_endpoint: webhook.optional(),
});

/** A thin destination only gets events that are emulated; subscribing to others would wait in vain. */
function checkEvents(payload: DestinationRow['payload'], types: readonly string[]): void {
  const known: readonly string[] = THIN_EVENTS;
  const other =
    payload === 'thin' ? types.find((one) => one !== '*' && !known.includes(one)) : undefined;
  if (other !== undefined) {
    throw invalidFields(
      `enabled_events: ${other} is not emulated as a thin event; there are ${known.join(' and ')}.`,
    );
  }
}

function create(account: Account, params: z.output<typeof createParams>): DestinationRow {
  checkEvents(params.event_payload, params.enabled_events);
  const nowMs = account.world.clock.nowMs();
  return account.destinations.put({
    id: newId('ed_test', 44),
    created: account.worldNow(),
    createdMs: nowMs,
    updatedMs: nowMs,
    name: params.name,
    description: params.description ?? null,
    url: params.webhook_endpoint.url,
    enabledEvents: params.enabled_events,
    payload: params.event_payload,
    apiVersion:
      params.event_payload === 'snapshot' ? (params.snapshot_api_version ?? API_VERSION) : null,
    metadata: params.metadata ?? {},
    secret: newId('whsec', 32),
    status: 'enabled',
  });
}

function update(
  account: Account,
  row: DestinationRow,
  params: z.output<typeof updateParams>,
): DestinationRow {
  checkEvents(row.payload, params.enabled_events ?? []);
  return save(account, row, {
    name: params.name ?? row.name,
    description: params.description ?? row.description,
    enabledEvents: params.enabled_events ?? row.enabledEvents,
    url: params.webhook_endpoint?.url ?? row.url,
    metadata: mergeMetadata(row.metadata, params.metadata),
  });
}

function save(
  account: Account,
  row: DestinationRow,
  change: Partial<DestinationRow>,
): DestinationRow {
  return account.destinations.put({
    ...row,
    ...change,
    updatedMs: account.world.clock.nowMs(),
  });
}

function get(account: Account, id: string): DestinationRow {
  const row = account.destinations.get(id);
  if (!row) throw notFound('event destination', id);
  return row;
}

/** The address is shown only when it is asked for, the secret only at the making. */
function render(row: DestinationRow, included: readonly string[] = []): object {
  return {
    id: row.id,
    object: OBJECT,
    created: new Date(row.createdMs).toISOString(),
    description: row.description ?? '',
    enabled_events: row.enabledEvents,
    event_payload: row.payload,
    events_from: ['self'],
    livemode: false,
    metadata: { ...row.metadata },
    name: row.name,
    ...(row.apiVersion === null ? {} : { snapshot_api_version: row.apiVersion }),
    status: row.status,
    status_details: row.status === 'disabled' ? { disabled: { reason: 'user' } } : null,
    type: 'webhook_endpoint',
    updated: new Date(row.updatedMs).toISOString(),
    webhook_endpoint: {
      signing_secret: included.includes('webhook_endpoint.signing_secret') ? row.secret : null,
      url: included.includes('webhook_endpoint.url') ? row.url : null,
    },
  };
}

function withoutSecret(included: readonly string[] | undefined): string[] {
  if (included?.includes('webhook_endpoint.signing_secret')) {
    throw invalidFields('include: the signing secret is shown only when a destination is created.');
  }
  return [...(included ?? [])];
}

export const eventDestinationRoutes = [
  v2Route({
    on: `POST ${PATH}`,
    takes: createParams,
    note: 'Webhook endpoints only; takes http and loopback addresses, which Stripe does not.',
    refuses: ['amazon_eventbridge', 'azure_event_grid', 'type=amazon_eventbridge'],
    run: ({ account, params }) => render(create(account, params), params.include),
  }),
  v2Route({
    on: `GET ${PATH}`,
    takes: z.strictObject({ ...v2Paging, include }),
    run: ({ account, params }) =>
      v2Page({
        table: account.destinations,
        url: PATH,
        limit: params.limit,
        page: params.page,
        render: (row) => render(row, withoutSecret(params.include)),
      }),
  }),
  v2Route({
    on: `GET ${PATH}/:id`,
    takes: z.strictObject({ include }),
    run: ({ account, params, id }) => render(get(account, id), withoutSecret(params.include)),
  }),
  v2Route({
    on: `POST ${PATH}/:id`,
    takes: updateParams,
    run: ({ account, params, id }) =>
      render(update(account, get(account, id), params), withoutSecret(params.include)),
  }),
  v2Route({
    on: `DELETE ${PATH}/:id`,
    takes: z.strictObject({}),
    run: ({ account, id }) => {
      account.destinations.delete(get(account, id).id);
      return { id, object: OBJECT };
    },
  }),
  v2Route({
    on: `POST ${PATH}/:id/disable`,
    takes: z.strictObject({}),
    run: ({ account, id }) => render(save(account, get(account, id), { status: 'disabled' })),
  }),
  v2Route({
    on: `POST ${PATH}/:id/enable`,
    takes: z.strictObject({}),
    run: ({ account, id }) => render(save(account, get(account, id), { status: 'enabled' })),
  }),
  v2Route({
    on: `POST ${PATH}/:id/ping`,
    takes: z.strictObject({}),
    run: ({ account, id }) => {
      const row = get(account, id);
      const related = { id: row.id, type: OBJECT, url: `${PATH}/${row.id}` };
      return renderThinEvent(emitThin(account, { type: PING, related, data: null }, row));
    },
  }),
];
