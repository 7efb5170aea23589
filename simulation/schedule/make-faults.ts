import type { Random } from '../machine/random';
import type { CallFault, WebhookFault } from './step';

const STRIPE_PATHS = [
  '*',
  '/v1/billing/meter_events',
  '/v1/billing/meters/*',
  '/v1/invoices*',
  '/v1/invoices/*/finalize',
  '/v1/invoiceitems*',
  '/v1/subscriptions*',
  '/v1/checkout/sessions*',
  '/v1/customers*',
];
const ARM_PATHS = ['*', '*/reports/*', '*/subscriptions/*', '*/users/*'];

/** Something that Stripe or Azure does wrong, a few times. */
export function callFault(random: Random): CallFault {
  const listener = random.chance(0.65) ? 'stripe' : 'arm';
  const path = random.pick(listener === 'stripe' ? STRIPE_PATHS : ARM_PATHS);
  const times = random.weighted<number>([
    [1, 4],
    [random.whole(2, 4), 3],
    [random.whole(5, 30), 1],
  ]);
  if (random.chance(0.08)) {
    return {
      listener: 'stripe',
      path: '/v1/billing/meter_events',
      kind: 'status',
      status: 400,
      times,
    };
  }
  const kind = random.weighted<CallFault['kind']>([
    ['status', 6],
    ['drop-before', 2],
    ['drop-after', 3],
    ['timeout-before', 0.3],
    ['timeout-after', 0.5],
  ]);
  if (kind !== 'status') return { listener, path, kind, times: Math.min(times, 3) };
  const status = random.pick([429, 429, 500, 503]);
  const hint = random.chance(0.5) ? { retryAfterSeconds: random.whole(0, 3) } : {};
  return { listener, path, kind, status, times, ...hint };
}

const TYPES = [
  '*',
  'invoice.created',
  'customer.subscription.*',
  'checkout.session.completed',
  'invoice.paid',
];

export function webhookFault(random: Random): WebhookFault {
  const webhook = random.pick(['duplicate', 'twin', 'delay', 'drop', 'drop', 'shuffle'] as const);
  const delay = webhook === 'delay' ? { delaySeconds: random.whole(30, 200_000) } : {};
  return { webhook, type: random.pick(TYPES), times: random.whole(1, 6), ...delay };
}
