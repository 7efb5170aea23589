import { z } from 'zod';
import type { SimulatedWorld } from '../machine/simulated-world';

const KEY = { authorization: 'Bearer sk_test_oracle00000' };

const subscription = z.object({
  id: z.string(),
  status: z.string(),
  customer: z.string(),
  start_date: z.number(),
  billing_cycle_anchor: z.number(),
  ended_at: z.number().nullable(),
  cancellation_details: z.object({ reason: z.string().nullable() }),
  metadata: z.record(z.string(), z.string()),
  items: z.object({
    data: z
      .array(
        z.object({
          current_period_start: z.number(),
          current_period_end: z.number(),
          price: z.object({ product: z.string() }),
        }),
      )
      .min(1),
  }),
});

const line = z.object({
  amount: z.number(),
  quantity: z.number().nullable(),
  period: z.object({ start: z.number(), end: z.number() }),
  parent: z.object({
    invoice_item_details: z.object({ invoice_item: z.string() }).nullable(),
    subscription_item_details: z.object({ proration: z.boolean() }).nullable(),
  }),
  pricing: z.object({ price_details: z.object({ product: z.string() }) }).nullable(),
});

const invoice = z.object({
  id: z.string(),
  status: z.string(),
  customer: z.string(),
  created: z.number(),
  billing_reason: z.string().nullable(),
  auto_advance: z.boolean(),
  attempt_count: z.number(),
  status_transitions: z.object({ finalized_at: z.number().nullable() }),
  amount_paid: z.number(),
  amount_remaining: z.number(),
  total: z.number(),
  parent: z
    .object({ subscription_details: z.object({ subscription: z.string() }).nullable() })
    .nullable(),
  lines: z.object({ data: z.array(line), has_more: z.boolean() }),
});

const item = z.object({
  id: z.string(),
  amount: z.number(),
  customer: z.string(),
  invoice: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
});

const customer = z.object({ id: z.string(), balance: z.number().optional() });

const dispute = z.object({ id: z.string(), amount: z.number(), status: z.string() });

const refund = z.object({
  id: z.string(),
  amount: z.number(),
  payment_intent: z.string().nullable(),
});

export type StripeInvoice = z.output<typeof invoice>;
export type StripeLine = z.output<typeof line>;
export type StripeItem = z.output<typeof item>;

export interface StripeSubscription {
  id: string;
  status: string;
  customer: string;
  /** Our subscription's id. */
  ours: string | null;
  productId: string;
  startedAt: Date;
  anchor: Date;
  endedAt: Date | null;
  endReason: string | null;
  itemStart: Date;
  itemEnd: Date;
  /** Since when it has had its product, as whoever changed it noted there; null when it was never changed. */
  productSince: Date | null;
}

/** Everything that Stripe has, read past the application. */
export interface StripeBooks {
  subscriptions: StripeSubscription[];
  invoices: StripeInvoice[];
  items: Map<string, StripeItem>;
  refundedMinor: number;
  /** Withdrawn by banks for good. */
  lostMinor: number;
  /** Disputes that are open or lost. */
  disputed: number;
  /** What is carried to next invoices, less what customers have as credit. */
  balanceMinor: number;
}

export async function readBooks(world: SimulatedWorld): Promise<StripeBooks> {
  const [subscriptions, invoices, items, refunds, customers, disputes] = await Promise.all([
    list(world, 'subscriptions?status=all', subscription),
    list(world, 'invoices?', invoice),
    list(world, 'invoiceitems?', item),
    list(world, 'refunds?', refund),
    list(world, 'customers?', customer),
    list(world, 'disputes?', dispute),
  ]);
  return {
    subscriptions: subscriptions.map(toSubscription),
    invoices: await Promise.all(invoices.map((one) => withAllLines(world, one))),
    items: new Map(items.map((one) => [one.id, one])),
    refundedMinor: refunds.reduce((sum, one) => sum + one.amount, 0),
    lostMinor: disputes
      .filter(({ status }) => status === 'lost')
      .reduce((sum, one) => sum + one.amount, 0),
    disputed: disputes.filter(({ status }) => !['won', 'warning_closed'].includes(status)).length,
    balanceMinor: customers.reduce((sum, one) => sum + (one.balance ?? 0), 0),
  };
}

/** An invoice brings its first lines along; the others have to be fetched. */
async function withAllLines(world: SimulatedWorld, one: StripeInvoice): Promise<StripeInvoice> {
  if (!one.lines.has_more) return one;
  const data = await list(world, `invoices/${one.id}/lines?`, line);
  return { ...one, lines: { data, has_more: false } };
}

/** Also in the middle of a schedule: no failure that it makes hits the control API. */
export async function readSubscriptions(
  world: Pick<SimulatedWorld, 'emulators'>,
): Promise<StripeSubscription[]> {
  const all = z
    .object({ data: z.array(subscription) })
    .parse(await world.emulators.control('subscriptions?limit=1000'));
  return all.data.map(toSubscription);
}

async function list<T>(world: SimulatedWorld, what: string, schema: z.ZodType<T>): Promise<T[]> {
  const page = z.object({ data: z.array(z.unknown()), has_more: z.boolean() });
  const all: unknown[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last ? `&starting_after=${z.object({ id: z.string() }).parse(last).id}` : '';
    const url = `${world.emulators.stripeUrl}/v1/${what}&limit=100${after}`;
    const answer = page.parse(await (await fetch(url, { headers: KEY })).json());
    all.push(...answer.data);
    if (!answer.has_more) return all.map((one) => schema.parse(one));
  }
}

function toSubscription(read: z.output<typeof subscription>): StripeSubscription {
  const [first] = read.items.data;
  if (!first) throw new Error(`${read.id} has no price.`);
  const since = read.metadata['product_since'];
  return {
    id: read.id,
    status: read.status,
    customer: read.customer,
    ours: read.metadata['subscription_id'] ?? null,
    productId: first.price.product.replace(/^tollgate_/, ''),
    startedAt: toDate(read.start_date),
    anchor: toDate(read.billing_cycle_anchor),
    endedAt: read.ended_at === null ? null : toDate(read.ended_at),
    endReason: read.cancellation_details.reason,
    itemStart: toDate(first.current_period_start),
    itemEnd: toDate(first.current_period_end),
    productSince: since === undefined ? null : toDate(Number(since)),
  };
}

const toDate = (seconds: number): Date => new Date(seconds * 1000);
