/**
 * Stripe and Azure of the usage benchmark, as a program of their own: the emulators with `n` customers and subscriptions,
 * created through the vendors' APIs; then latency and both vendors' limits are turned on. Takes orders from the program
 * that started it.
 */
import { z } from 'zod';
import { createEmulators } from '../../emulators/index';
import { armUrl, ask, forEachOf, makeCalls, stockGateway } from '../vendor-api';
import { createCountingProxy } from './counting-proxy';
import {
  type Compared,
  NOW,
  PERIOD,
  PRODUCT,
  SECRET_KEY,
  type StripeNames,
  subscriptionName,
  UPSTREAM_NOW,
  type UpstreamOrder,
} from './scene';

const DAY_MS = 86_400_000;
const total = Number(process.argv[2]);
const latencyMs = Number(process.argv[3]);

const emulators = await createEmulators({ clock: { start: PERIOD.start, mode: 'frozen' } });
const { stripe, arm, control } = emulators.addresses;
const proxy = createCountingProxy();
const names: StripeNames = { customers: [], subscriptions: [] };
const object = z.object({ id: z.string() });

const askStripe = (path: string, params?: Record<string, string>) =>
  ask(`${stripe}${path}`, {
    key: SECRET_KEY,
    ...(params && { body: new URLSearchParams(params) }),
  });

/** Provisioning makes the product, its meter and its price like this. */
async function stockStripe(): Promise<string> {
  const meter = object.parse(
    await askStripe('/v1/billing/meters', {
      display_name: 'Calls',
      event_name: `tollgate_calls_${PRODUCT}`,
      'default_aggregation[formula]': 'last',
      'customer_mapping[type]': 'by_id',
      'customer_mapping[event_payload_key]': 'stripe_customer_id',
      'value_settings[event_payload_key]': 'value',
    }),
  );
  await askStripe('/v1/products', { id: `tollgate_${PRODUCT}`, name: 'Standard' });
  const price = object.parse(
    await askStripe('/v1/prices', {
      product: `tollgate_${PRODUCT}`,
      currency: 'usd',
      unit_amount_decimal: '0.1',
      lookup_key: `tollgate_${PRODUCT}`,
      'recurring[interval]': 'month',
      'recurring[usage_type]': 'metered',
      'recurring[meter]': meter.id,
    }),
  );
  await forEachOf(total, async (n) => {
    const customer = object.parse(await askStripe('/v1/customers', { name: 'Ada' })).id;
    const subscription = await askStripe('/v1/subscriptions', {
      customer,
      'items[0][price]': price.id,
      'billing_mode[type]': 'flexible',
      'metadata[subscription_id]': subscriptionName(n),
      'metadata[product_id]': PRODUCT,
    });
    names.customers[n] = customer;
    names.subscriptions[n] = object.parse(subscription).id;
  });
  return meter.id;
}

/** With them every request waits for its turn, so they are off while the benchmark itself fills and reads. */
async function limitAll(on: boolean): Promise<void> {
  const body = { latencyMs: on ? latencyMs : 0, limits: on ? 'live' : 'off' };
  await ask(`${control}/settings`, { body });
  await ask(`${control}/settings/azure`, { body: { throttle: on } });
}

/** Calls of a day for every so-many-th subscription. */
async function makeDay({ day, from, every }: { day: string; from: number; every: number }) {
  const fromMs = Date.parse(`${day}T00:00:00Z`);
  const range = { from: fromMs, to: Math.min(fromMs + DAY_MS, Date.parse(NOW)) };
  await forEachOf(Math.ceil((total - from) / every), async (index) => {
    const n = from + index * every;
    const subscription = subscriptionName(n);
    const calls = 1 + ((n * 31 + (fromMs / DAY_MS) * 7) % 5000);
    await makeCalls(control, { subscription, calls, ...range });
    // Rejected calls are in the reports and on no bill.
    if (n % 7 === 0) await makeCalls(control, { subscription, calls: 3, status: 403, ...range });
  });
}

async function obey(order: UpstreamOrder): Promise<object> {
  switch (order.kind) {
    case 'names':
      return names;
    case 'calls':
      await limitAll(false);
      await makeDay(order);
      await limitAll(true);
      return {};
    case 'fail':
      proxy.fail(order.rate, order.seed);
      return {};
    case 'counts':
      return proxy.counts;
    case 'compare':
      return compare();
    default:
      return order satisfies never;
  }
}

const report = z.object({
  value: z.array(z.object({ subscriptionId: z.string(), callCountSuccess: z.number() })),
  nextLink: z.string().optional(),
});
const summaries = z.object({ data: z.array(z.object({ aggregated_value: z.number() })) });

async function compare(): Promise<Compared> {
  await limitAll(false);
  const answered = await answeredCalls();
  const compared: Compared = { customers: total, wrong: 0, answeredCalls: 0, billedCalls: 0 };
  const [start, end] = [PERIOD.start, UPSTREAM_NOW].map((time) => Date.parse(time) / 1000);
  await forEachOf(total, async (n) => {
    const query = `customer=${names.customers[n]}&start_time=${start}&end_time=${end}`;
    const path = `/v1/billing/meters/${meterId}/event_summaries?${query}`;
    const { data } = summaries.parse(await askStripe(path));
    const calls = answered.get(subscriptionName(n)) ?? 0;
    const billed = data[0]?.aggregated_value ?? 0;
    compared.answeredCalls += calls;
    compared.billedCalls += billed;
    if (calls !== billed) compared.wrong += 1;
  });
  await limitAll(true);
  return compared;
}

/** Successful calls in the period so far, by subscription. */
async function answeredCalls(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const range = `timestamp ge datetime'${PERIOD.start.slice(0, 10)}T00:00:00' and timestamp le datetime'${UPSTREAM_NOW.slice(0, 19)}'`;
  for (let skip = 0; ; skip += 1000) {
    const path = `/reports/bySubscription?$filter=${encodeURIComponent(range)}&$top=1000&$skip=${skip}`;
    const { value } = report.parse(await ask(armUrl(arm, path)));
    for (const row of value) {
      const name = row.subscriptionId.split('/').at(-1) ?? '';
      found.set(name, (found.get(name) ?? 0) + row.callCountSuccess);
    }
    if (value.length < 1000) return found;
  }
}

const meterId = await stockStripe();
await stockGateway(arm, { product: PRODUCT, subscriptions: total, nameOf: subscriptionName });
await emulators.clock.advanceTo(UPSTREAM_NOW);
await limitAll(true);
process.on('message', (order: UpstreamOrder) => {
  obey(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ stripe: await proxy.listen(stripe), arm: await proxy.listen(arm) });
