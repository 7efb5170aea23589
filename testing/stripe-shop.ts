import type Stripe from 'stripe';
import type { PaidProduct } from '../lib/domain/catalog/product';
import { pricePlan } from '../lib/domain/pricing/price-plan';
import { CUSTOMER_KEY, meterEventName, priceLookupKey, VALUE_KEY } from '../lib/kit/wire-names';
import type { PaymentProvider } from '../lib/ports/payment-provider';
import { createStripeClient } from '../lib/stripe/client';
import { createStripePayments } from '../lib/stripe/payments';
import { priceParams } from '../lib/stripe/price-terms';
import { type RunningEmulators, startEmulators } from './emulators';

/** $89.95 a month for the first 100,000 calls, then $0.10 per 100. */
export const STANDARD: PaidProduct = {
  id: 'standard',
  displayName: 'Standard',
  description: null,
  pricingModelType: 'TierWithOverage',
  currency: 'usd',
  recurring: { interval: 'month', intervalCount: 1 },
  prices: {
    unit: { currency: 'usd', unitAmount: 8995, quota: 1000 },
    metered: { currency: 'usd', unitAmount: 10 },
  },
  qualityOfService: { rateLimit: null, quota: null },
};

/** The adapter in front of an emulated Stripe that sells one product. */
export interface StripeShop {
  emulators: RunningEmulators;
  stripe: Stripe;
  payments: PaymentProvider;
  now(): Promise<Date>;
  newCustomer(): Promise<string>;
  /** A paid subscription, as Checkout leaves one behind. */
  subscribed(): Promise<{ customerId: string; providerId: string }>;
}

export async function startStripeShop(options: { clock: string }): Promise<StripeShop> {
  const emulators = await startEmulators(options);
  const client = createStripeClient({
    secretKey: 'sk_test_adapter00',
    apiBase: emulators.stripeUrl,
  });
  const stripe = client();
  const payments = createStripePayments(client, { webhookSecrets: ['whsec_unused'] });
  const price = await sellStandard(stripe);
  let customers = 0;
  const newCustomer = async () => {
    customers += 1;
    const { customerId } = await payments.createCustomer({
      ourId: `our-${customers}`,
      userId: `user-${customers}`,
      email: `ada-${customers}@example.com`,
      name: 'Ada Lovelace',
    });
    return customerId;
  };
  return {
    emulators,
    stripe,
    payments,
    newCustomer,
    now: () => timeOf(emulators),
    async subscribed() {
      const customerId = await newCustomer();
      const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customerId });
      const subscription = await stripe.subscriptions.create({
        customer: customerId,
        items: [{ price: price.id }],
        default_payment_method: card.id,
        billing_mode: { type: 'flexible' },
        metadata: { subscription_id: 'sub-ours', product_id: 'standard' },
      });
      return { customerId, providerId: subscription.id };
    },
  };
}

async function sellStandard(stripe: Stripe): Promise<Stripe.Price> {
  const product = await stripe.products.create({ name: 'Standard' });
  const meter = await stripe.billing.meters.create({
    display_name: 'Standard calls',
    event_name: meterEventName('standard'),
    default_aggregation: { formula: 'last' },
    customer_mapping: { type: 'by_id', event_payload_key: CUSTOMER_KEY },
    value_settings: { event_payload_key: VALUE_KEY },
  });
  const plan = pricePlan(STANDARD);
  if (plan.kind === 'free') throw new Error('Standard is not free.');
  return stripe.prices.create({
    ...priceParams(plan, meter.id),
    product: product.id,
    lookup_key: priceLookupKey('standard'),
  });
}

async function timeOf(emulators: RunningEmulators): Promise<Date> {
  const clock = await emulators.control('clock');
  if (typeof clock !== 'object' || clock === null || !('now' in clock)) throw new Error('No time.');
  return new Date(String(clock.now));
}
