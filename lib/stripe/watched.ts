import type { CallWatch } from '../ports/telemetry';
import type { Transport } from './throttle';

/**
 * Records every attempt. A throttled attempt is repeated with the same headers object and is numbered; one that the SDK
 * repeats by itself (a lost connection, 5xx) can't be distinguished from a new one.
 */
export function withWatch(inner: Transport, watch: CallWatch): Transport {
  const attempts = new WeakMap<object, number>();
  return {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      const [host, , path, method, headers] = request;
      const attempt = (attempts.get(headers) ?? 0) + 1;
      attempts.set(headers, attempt);
      const end = watch.begin({ system: 'stripe', method, route: routeOf(path), host, attempt });
      try {
        const response = await inner.makeRequest(...request);
        end({ status: response.getStatusCode() });
        return response;
      } catch (error) {
        end({ error: codeOf(error) });
        throw error;
      }
    },
  };
}

/** Every segment of Stripe's addresses that this application uses. Anything else is an id, or unknown. */
const WORDS = new Set(
  (
    'v1 v2 core billing billing_portal checkout meter_events meters event_summaries sessions configurations customers ' +
    'subscriptions subscription_schedules subscription_items invoices invoiceitems invoice_payments finalize pay void ' +
    'send create_preview lines prices products refunds events event_destinations webhook_endpoints release cancel ' +
    'expire search charges disputes radar early_fraud_warnings payment_methods payment_intents credit_notes meter_event_session meter_event_stream'
  ).split(' '),
);

/** `/v1/customers/cus_1?limit=3` -> `/v1/customers/{id}`. */
export function routeOf(path: string): string {
  const [address = ''] = path.split('?');
  return address
    .split('/')
    .map((part) => (part === '' || WORDS.has(part) ? part : '{id}'))
    .join('/');
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
