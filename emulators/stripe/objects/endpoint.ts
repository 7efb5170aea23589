import type Stripe from 'stripe';
import type { EndpointRow } from '../state/notification-rows';

export function renderWebhookEndpoint(row: EndpointRow) {
  return {
    id: row.id,
    object: 'webhook_endpoint',
    api_version: row.apiVersion,
    application: null,
    created: row.created,
    description: row.description,
    enabled_events: row.enabledEvents,
    livemode: false,
    metadata: { ...row.metadata },
    status: row.status,
    url: row.url,
  } satisfies Stripe.WebhookEndpoint;
}
