/**
 * Stripe and Azure of the usage benchmark, as a program of their own: `n` customers and subscriptions put straight
 * into the emulators' tables, latency and both vendors' limits on. Takes orders from the program that started it.
 */
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { armApp } from '../../emulators/azure/arm/arm-app';
import { defaultAzureSettings } from '../../emulators/azure/azure-settings';
import { newService } from '../../emulators/azure/service';
import { World } from '../../emulators/core/world';
import { createStripe } from '../../emulators/stripe/stripe';
import { randomFrom } from '../random';
import {
  type Compared,
  customerName,
  NOW,
  PERIOD,
  PRODUCT,
  providerName,
  subscriptionName,
  UPSTREAM_NOW,
  type UpstreamCounts,
  type UpstreamOrder,
} from './scene';

const DAY_MS = 86_400_000;
const METER = 'mtr_bench';
const PRICE = 'price_bench';
const total = Number(process.argv[2]);
const latencyMs = Number(process.argv[3]);

const world = new World({ clockStartMs: Date.parse(UPSTREAM_NOW), clockMode: 'frozen' });
const stripe = createStripe(world);
stripe.account.settings = { ...stripe.account.settings, latencyMs, limits: 'live' };
const service = newService(world, { ...defaultAzureSettings, throttle: true });
const counts: UpstreamCounts = { reads: 0, writes: 0, refused: 0, failed: 0 };
let failing = { rate: 0, random: randomFrom(0) };

function fill(): void {
  const atMs = Date.parse(PERIOD.start);
  const created = atMs / 1000;
  stripe.account.meters.put({
    id: METER,
    created,
    updated: created,
    displayName: 'Calls',
    eventName: `tollgate_calls_${PRODUCT}`,
    formula: 'last',
    customerKey: 'stripe_customer_id',
    valueKey: 'value',
    window: null,
    status: 'active',
    deactivatedAt: null,
  });
  stripe.account.prices.put({
    id: PRICE,
    created,
    active: true,
    currency: 'usd',
    product: `tollgate_${PRODUCT}`,
    nickname: null,
    lookupKey: `tollgate_${PRODUCT}`,
    metadata: {},
    taxBehavior: 'unspecified',
    unitAmount: '0.1',
    tiersMode: null,
    tiers: [],
    transform: null,
    recurring: { interval: 'month', intervalCount: 1, usageType: 'metered', meter: METER },
  });
  for (let n = 0; n < total; n += 1) {
    stripe.account.customers.put({
      id: customerName(n),
      created,
      email: null,
      name: null,
      phone: null,
      description: null,
      address: null,
      metadata: {},
      defaultPaymentMethod: null,
      invoicePrefix: `B${n}`,
      nextInvoice: 1,
      currency: 'usd',
      testClock: null,
      deleted: false,
    });
    subscribe(n);
    service.state.subscriptions.put({
      id: subscriptionName(n),
      revision: n,
      ownerId: `user-${n}`,
      scope: { kind: 'product', id: PRODUCT },
      displayName: 'My key',
      state: 'active',
      stateComment: null,
      primaryKey: `primary-${n}`,
      secondaryKey: `secondary-${n}`,
      allowTracing: false,
      createdMs: atMs,
      startMs: atMs,
      endMs: null,
      expirationMs: null,
    });
  }
}

/** As Checkout leaves one behind, without its invoices. */
function subscribe(n: number): void {
  const startDate = Date.parse(PERIOD.start) / 1000;
  const none = {
    trialStart: null,
    trialEnd: null,
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
  };
  stripe.account.subscriptions.put({
    ...none,
    id: providerName(n),
    created: startDate,
    customer: customerName(n),
    status: 'active',
    items: [
      {
        id: `si_bench${n}`,
        created: startDate,
        price: PRICE,
        quantity: null,
        periodStart: startDate,
        periodEnd: Date.parse(PERIOD.end) / 1000,
        metadata: {},
      },
    ],
    currency: 'usd',
    description: null,
    metadata: { subscription_id: subscriptionName(n), product_id: PRODUCT },
    defaultPaymentMethod: null,
    billingMode: 'flexible',
    anchor: startDate,
    startDate,
    trialWithoutCard: 'cancel',
    cancelAtPeriodEnd: false,
    cancellation: { reason: null, comment: null, feedback: null },
    latestInvoice: null,
    pausedAt: null,
    pauseCollection: null,
  });
}

/** Calls of a day for every so-many-th subscription. */
function makeCalls({ day, from, every }: { day: string; from: number; every: number }): void {
  const fromMs = Date.parse(`${day}T00:00:00Z`);
  const toMs = Math.min(fromMs + DAY_MS, Date.parse(NOW));
  for (let n = from; n < total; n += every) {
    const user = { subscriptionId: subscriptionName(n), userId: `user-${n}` };
    const operation = { apiId: 'sample', operationId: 'echo' };
    const calls = 1 + ((n * 31 + (fromMs / DAY_MS) * 7) % 5000);
    const common = { ...user, ...operation, productId: PRODUCT, fromMs, toMs };
    service.usage.add({ ...common, class: 'success', calls });
    // Refused calls are in the reports and on no bill.
    if (n % 7 === 0) service.usage.add({ ...common, class: 'blocked', calls: 3 });
  }
}

function obey(order: UpstreamOrder): object | undefined {
  switch (order.kind) {
    case 'calls':
      makeCalls(order);
      return;
    case 'fail':
      failing = { rate: order.rate, random: randomFrom(order.seed) };
      return;
    case 'counts':
      return counts;
    case 'compare':
      return compare();
    default:
      return order satisfies never;
  }
}

function compare(): Compared {
  const compared: Compared = { customers: total, wrong: 0, answeredCalls: 0, billedCalls: 0 };
  const nowSeconds = stripe.account.now();
  for (let n = 0; n < total; n += 1) {
    const answered = service.usage.totals(subscriptionName(n)).success;
    const billed = Number(
      stripe.account.ledger.total({
        meter: METER,
        customer: customerName(n),
        formula: 'last',
        window: null,
        start: Date.parse(PERIOD.start) / 1000,
        end: Date.parse(PERIOD.end) / 1000,
        receivedBy: nowSeconds,
      }),
    );
    compared.answeredCalls += answered;
    compared.billedCalls += billed;
    if (answered !== billed) compared.wrong += 1;
  }
  return compared;
}

async function listening(app: Hono): Promise<number> {
  const counted = new Hono<{ Bindings: HttpBindings }>()
    .use(counting)
    .use(faults)
    .all('*', (c) => app.fetch(c.req.raw, c.env));
  return new Promise((resolve) => {
    serve({ fetch: counted.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port));
  });
}

/** What came through; a request that was made to fail is not counted as read or written. */
const counting: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status === 429) counts.refused += 1;
  else if (c.res.status >= 500) counts.failed += 1;
  else if (c.req.method === 'GET') counts.reads += 1;
  else counts.writes += 1;
};

/** A part of all calls fails: some with 500, some with 429, and some are done and then not answered. */
const faults: MiddlewareHandler<{ Bindings: HttpBindings }> = async (c, next) => {
  if (failing.rate === 0 || failing.random() >= failing.rate) return next();
  const way = failing.random();
  if (way < 0.4) return c.json({ error: { type: 'api_error', message: 'failed' } }, 500);
  if (way < 0.6) {
    return c.json({ error: { type: 'invalid_request_error', code: 'rate_limit' } }, 429);
  }
  if (way < 0.8) await next();
  c.env.incoming.socket.destroy();
  c.res = new Response(null, { status: 503 });
};

fill();
const ports = {
  stripe: await listening(stripe.app),
  arm: await listening(armApp(service)),
};
process.on('message', (order: UpstreamOrder) => process.send?.(obey(order) ?? {}));
process.on('disconnect', () => process.exit(0));
process.send?.(ports);
