import type Stripe from 'stripe';
import type { StartedShop } from './started-stripe';

/** For tests: a fee and two metered prices of one product, each on a meter of its own. */
export interface SeveralPrices {
  readonly fee: Stripe.Price;
  /** 2 cents, on the shop's meter. */
  readonly calls: Stripe.Price;
  /** 5 cents, on a meter of tokens, which adds up. */
  readonly words: Stripe.Price;
  readonly tokensMeter: string;
  licensed(unit_amount: number, interval?: 'month' | 'year'): Promise<Stripe.Price>;
  metered(meter: string, unit_amount: number): Promise<Stripe.Price>;
  /** Begins a subscription of a new customer with a card, whose usage `use` reports from then on. */
  start(
    prices: readonly Stripe.Price[],
    more?: Partial<Stripe.SubscriptionCreateParams>,
  ): Promise<Stripe.Subscription>;
  use(event_name: string, value: number, iso?: string): Promise<unknown>;
  latest(subscription: string): Promise<Stripe.Invoice | undefined>;
}

export const TOKENS = 'tollgate_tokens_standard';

export async function stockSeveralPrices({ stripe, shop }: StartedShop): Promise<SeveralPrices> {
  let customer = shop.customerId;
  const tokens = await stripe.billing.meters.create({
    display_name: 'Tokens',
    event_name: TOKENS,
    default_aggregation: { formula: 'sum' },
  });
  const common = { product: shop.productId, currency: 'usd' };
  const licensed: SeveralPrices['licensed'] = (unit_amount, interval = 'month') =>
    stripe.prices.create({ ...common, unit_amount, recurring: { interval } });
  const metered: SeveralPrices['metered'] = (meter, unit_amount) =>
    stripe.prices.create({
      ...common,
      unit_amount,
      recurring: { interval: 'month', usage_type: 'metered', meter },
    });
  return {
    fee: await licensed(3000),
    calls: await metered(shop.meterId, 2),
    words: await metered(tokens.id, 5),
    tokensMeter: tokens.id,
    licensed,
    metered,
    start: async (prices, more) => {
      const made = await stripe.customers.create({
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      });
      customer = made.id;
      const items = prices.map(({ id }) => ({ price: id }));
      return stripe.subscriptions.create({ customer, items, ...more });
    },
    use: (event_name, value, iso) =>
      stripe.billing.meterEvents.create({
        event_name,
        ...(iso === undefined ? {} : { timestamp: Date.parse(iso) / 1000 }),
        payload: { stripe_customer_id: customer, value: `${value}` },
      }),
    latest: async (subscription) =>
      (await stripe.invoices.list({ subscription, limit: 1 })).data[0],
  };
}

/** Price and amount of each line. */
export function linesOf(invoice: Stripe.Invoice | undefined) {
  return invoice?.lines.data.map((line) => [line.pricing?.price_details?.price, line.amount]);
}

export function setOf(subscription: Stripe.Subscription): string[] {
  return subscription.items.data.map((one) => one.price.id);
}

export function itemOf(
  subscription: Stripe.Subscription,
  price: Stripe.Price,
): Stripe.SubscriptionItem {
  const item = subscription.items.data.find((one) => one.price.id === price.id);
  if (!item) throw new Error(`no item at ${price.id}`);
  return item;
}
