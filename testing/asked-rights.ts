import { type Telemetry, UNWATCHED, type UpstreamCall } from '../lib/ports/telemetry';

/** Which right of a restricted key each of Stripe's addresses asks for. Longer ones first: the first that fits decides. */
const RESOURCES: readonly (readonly [start: string, resource: string])[] = [
  ['/v1/billing/meter_events', 'billing_meter_event'],
  ['/v1/billing/meters', 'billing_meter'],
  ['/v1/billing_portal/', 'customer_portal'],
  ['/v1/charges', 'charge'],
  ['/v1/checkout/sessions', 'checkout_session'],
  ['/v1/customers', 'customer'],
  ['/v1/disputes', 'dispute'],
  ['/v1/invoice', 'invoice'],
  ['/v1/payment_intents', 'payment_intent'],
  ['/v1/prices', 'price'],
  ['/v1/products', 'product'],
  ['/v1/radar/early_fraud_warnings', 'radar_early_fraud_warning'],
  ['/v1/refunds', 'refund'],
  ['/v1/subscription', 'subscription'],
  ['/v1/webhook_endpoints', 'webhook'],
  ['/v2/billing/meter_event', 'billing_meter_event'],
  ['/v2/core/event_destinations', 'webhook'],
  ['/v2/core/events', 'event'],
];

export interface AskedRights {
  /** Azure's actions, lower-cased and sorted. */
  actions: string[];
  /** Stripe's permissions; `write` where both were asked for. */
  permissions: Record<string, 'read' | 'write'>;
}

export type Request = Pick<UpstreamCall, 'system' | 'method'> & { path: string };

/** What access control would have asked of whoever sent these requests. */
export function rightsOf(requests: readonly Request[]): AskedRights {
  const of = (system: Request['system']) => requests.filter((one) => one.system === system);
  const permissions: AskedRights['permissions'] = {};
  for (const { method, path } of of('stripe')) {
    const resource = RESOURCES.find(([start]) => path.startsWith(start))?.[1] ?? `unknown ${path}`;
    const isReading = method === 'GET' || path === '/v1/invoices/create_preview';
    if (isReading) permissions[resource] ??= 'read';
    else permissions[resource] = 'write';
  }
  const actions = new Set(of('azure').map(({ method, path }) => actionOf(method, path)));
  return { actions: [...actions].sort(), permissions };
}

/** Names and ids alternate with the kinds of things; a POST names what it does. */
function actionOf(method: string, path: string): string {
  const [, below = ''] = path.split(/\/service\/[^/]+/i);
  const [first = '', ...rest] = below.split('/').filter(Boolean);
  // There is one tenant, so its name is followed by kinds as the service's is.
  const parts = first === 'tenant' ? rest : [first, ...rest];
  const kinds = parts.filter((_, index) => index % 2 === 0);
  if (first === 'tenant') kinds.unshift(first);
  const verbs: Record<string, string> = { GET: 'read', HEAD: 'read', PUT: 'write', PATCH: 'write' };
  const verb = verbs[method] ?? (method === 'DELETE' ? 'delete' : 'action');
  // portalsettings/delegation and reports/bySubscription name one of a kind; a POST's last part is its verb.
  const isOdd = parts.length % 2 === 1;
  const named = verb === 'action' && !isOdd ? [...kinds, parts.at(-1) ?? ''] : kinds;
  return `microsoft.apimanagement/service/${named.join('/')}/${verb}`.toLowerCase();
}

/** Keeps the requests of the adapters, for as long as somebody asks for them. */
export function createCallRecorder(): {
  watch: Telemetry;
  during(work: () => Promise<void>): Promise<AskedRights>;
} {
  let requests: Request[] | null = null;
  return {
    watch: {
      ...UNWATCHED,
      begin({ system, method, route }) {
        requests?.push({ system, method, path: route });
        return () => {};
      },
    },
    async during(work) {
      const own: Request[] = [];
      requests = own;
      try {
        await work();
      } finally {
        requests = null;
      }
      return rightsOf(own);
    },
  };
}
