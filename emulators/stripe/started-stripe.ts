import { Hono } from 'hono';
import Stripe from 'stripe';
import { type Listening, listen } from '../core/listen';
import { World, type WorldOptions } from '../core/world';
import { createStripe, type StripePart } from './stripe';

/** For tests: the emulator on a free port, its clock frozen, and the official SDK in front of it. */
export interface StartedStripe {
  readonly world: World;
  readonly part: StripePart;
  readonly stripe: Stripe;
  readonly url: string;
  /** Sends the form of a hosted page; answers where it leads and what it says. */
  submit(
    url: string,
    fields: Record<string, string>,
  ): Promise<{ status: number; location: string | null; text: string }>;
  advanceDays(days: number): Promise<void>;
  advanceToISO(iso: string): Promise<void>;
  stop(): Promise<void>;
}

export const GOOD_CARD = {
  number: '4242 4242 4242 4242',
  expiry: '12 / 34',
  cvc: '123',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
};

export async function startStripe(
  options: WorldOptions & { startISO?: string } = {},
): Promise<StartedStripe> {
  const { startISO = '2026-11-23T10:00:00Z', ...rest } = options;
  const world = new World({
    clockStartMs: Date.parse(startISO),
    clockMode: 'frozen',
    quietMs: 10,
    ...rest,
  });
  const part = createStripe(world);
  world.add(part);
  const listening = await listen(part.app, 0);
  part.account.baseUrl = listening.url;
  return {
    world,
    part,
    url: listening.url,
    stripe: sdk(listening),
    submit: (url, fields) => submit(url, fields),
    advanceDays: (days) => world.advanceTo(world.clock.nowMs() + days * 86_400_000),
    advanceToISO: (iso) => world.advanceTo(Date.parse(iso)),
    stop: async () => {
      await world.stop();
      await listening.close();
    },
  };
}

function sdk(listening: Listening): Stripe {
  return new Stripe('sk_test_emulator0000', {
    host: '127.0.0.1',
    port: listening.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  });
}

async function submit(url: string, fields: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return {
    status: response.status,
    location: response.headers.get('location'),
    text: await response.text(),
  };
}

/** An application's end of a webhook, which remembers what it was sent. */
export interface Inbox {
  readonly url: string;
  readonly received: { body: string; signature: string }[];
  /** The status that it answers. */
  answer: number;
  types(): string[];
  close(): Promise<void>;
}

export async function startInbox(app = new Hono()): Promise<Inbox> {
  const received: Inbox['received'] = [];
  const state = { answer: 200 };
  app.post('/hook', async (c) => {
    received.push({ body: await c.req.text(), signature: c.req.header('stripe-signature') ?? '' });
    return c.text('', state.answer as 200);
  });
  const listening = await listen(app, 0);
  return {
    url: `${listening.url}/hook`,
    received,
    get answer() {
      return state.answer;
    },
    set answer(status: number) {
      state.answer = status;
    },
    types: () => received.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    close: listening.close,
  };
}

/** A stocked shop and an application's inbox, for a file's tests together: what they share is made before them. */
export interface StartedShop {
  readonly emulator: StartedStripe;
  readonly stripe: Stripe;
  readonly inbox: Inbox;
  readonly shop: Shop;
  stop(): Promise<void>;
}

export async function startShop(
  options: Parameters<typeof startStripe>[0] = {},
): Promise<StartedShop> {
  const emulator = await startStripe(options);
  const inbox = await startInbox();
  const shop = await stockShop(emulator, inbox);
  return {
    emulator,
    stripe: emulator.stripe,
    inbox,
    shop,
    stop: async () => {
      await emulator.stop();
      await inbox.close();
    },
  };
}

export interface Shop {
  readonly productId: string;
  readonly meterId: string;
  readonly priceId: string;
  readonly customerId: string;
  /** What the inbox's signatures are made with. */
  readonly secret: string;
}

export const CALLS = 'tollgate_calls_standard';

/** A product at $89.95 for 100,000 calls a month and 0.1 cents for each further one, a customer, an endpoint. */
export async function stockShop({ stripe }: StartedStripe, inbox: Inbox): Promise<Shop> {
  const product = await stripe.products.create({ id: 'tollgate_standard', name: 'Standard' });
  const meter = await stripe.billing.meters.create({
    display_name: 'Standard calls',
    event_name: CALLS,
    default_aggregation: { formula: 'last' },
    customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
    value_settings: { event_payload_key: 'value' },
  });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    lookup_key: 'tollgate_standard',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    tiers: [
      { up_to: 100_000, flat_amount_decimal: Stripe.Decimal.from('8995') },
      { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('0.1') },
    ],
  });
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  const endpoint = await stripe.webhookEndpoints.create({
    url: inbox.url,
    enabled_events: ['*'],
    api_version: '2026-10-28.endive',
  });
  return {
    productId: product.id,
    meterId: meter.id,
    priceId: price.id,
    customerId: customer.id,
    secret: endpoint.secret ?? '',
  };
}

/** Goes through Checkout; answers the subscription's id. */
export async function subscribe(it: StartedStripe, shop: Shop, card = GOOD_CARD): Promise<string> {
  const session = await it.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: shop.customerId,
    line_items: [{ price: shop.priceId }],
    success_url: 'http://app.test/success?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://app.test/cancel',
  });
  const sent = await it.submit(session.url ?? '', card);
  if (sent.status !== 303) throw new Error(`Checkout answered ${sent.status}`);
  const done = await it.stripe.checkout.sessions.retrieve(session.id);
  return String(done.subscription);
}

export async function report(it: StartedStripe, shop: Shop, calls: number): Promise<void> {
  await it.stripe.billing.meterEvents.create({
    event_name: CALLS,
    payload: { stripe_customer_id: shop.customerId, value: `${calls}` },
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & {
    error?: { type: string; code?: string; param?: string; message: string };
  };
}

/** A request as it is, without the SDK's care. */
export async function call(
  emulator: StartedStripe,
  request: { method: string; path: string; form?: string; headers?: Record<string, string> },
): Promise<Answer> {
  const response = await fetch(`${emulator.url}${request.path}`, {
    method: request.method,
    headers: {
      authorization: 'Bearer sk_test_emulator0000',
      'content-type': 'application/x-www-form-urlencoded',
      ...request.headers,
    },
    ...(request.form === undefined ? {} : { body: request.form }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

/** An error's status and content, for comparing. */
export function refused(answer: Answer) {
  return { status: answer.status, ...answer.body.error };
}
