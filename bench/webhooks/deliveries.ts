import { createHmac } from 'node:crypto';
import { WEBHOOK_SECRET } from '../server';
import { type StripeNames, subscriptionName } from '../usage/scene';

/** What a renewal may send, less `invoice.created`, whose work is the close of a period. */
const TYPES = [
  'invoice.upcoming',
  'customer.subscription.updated',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.paid',
];

export interface Delivery {
  eventId: string;
  body: string;
}

/**
 * `events` different events, five of each subscription, with a part of all deliveries being repeats of an earlier
 * one, and each moved some hundred places at random.
 */
export function makeDeliveries(input: {
  events: number;
  eventsPerSubscription: number;
  repeats: number;
  random: () => number;
  names: StripeNames;
}): Delivery[] {
  const { names, events, eventsPerSubscription, repeats, random } = input;
  const deliveries: { place: number; delivery: Delivery }[] = [];
  for (let n = 0; n < events; n += 1) {
    const delivery = { eventId: `evt_bench${n}`, body: bodyOf(n, eventsPerSubscription, names) };
    deliveries.push({ place: n + random() * 1000, delivery });
    if (random() < repeats / (1 - repeats)) {
      deliveries.push({ place: n + random() * 2000, delivery });
    }
  }
  return deliveries.sort((a, b) => a.place - b.place).map(({ delivery }) => delivery);
}

export function signatureOf(body: string): string {
  const seconds = Math.floor(Date.now() / 1000);
  const signed = createHmac('sha256', WEBHOOK_SECRET).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${signed}`;
}

/** As large as Stripe's are: 4 KB. */
function bodyOf(n: number, eventsPerSubscription: number, names: StripeNames): string {
  const number = Math.floor(n / eventsPerSubscription);
  const subscription = names.subscriptions[number];
  const type = TYPES[n % TYPES.length] ?? 'invoice.paid';
  const isInvoice = type.startsWith('invoice.');
  return JSON.stringify({
    id: `evt_bench${n}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: {
      object: {
        id: isInvoice ? `in_bench${n}` : subscription,
        object: isInvoice ? 'invoice' : 'subscription',
        customer: names.customers[number],
        ...(isInvoice ? { parent: { subscription_details: { subscription } } } : {}),
        metadata: { subscription_id: subscriptionName(number) },
        lines: Array.from({ length: 12 }, (_, line) => ({
          id: `il_${n}_${line}`,
          object: 'line_item',
          amount: 1234,
          currency: 'usd',
          description: 'Calls of the month, first of several prices, at the price of the tier',
          period: { start: 1_793_000_000, end: 1_795_000_000 },
          quantity: 1234,
        })),
      },
    },
  });
}
