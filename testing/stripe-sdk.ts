import type Stripe from 'stripe';
import { createStripeClient } from '../lib/stripe/client';

/** The official SDK on an emulator: to make by the back door what the application would never make. */
export function stripeSdk(stripeUrl: string): Stripe {
  return createStripeClient({ secretKey: 'sk_test_tollgate0123456789', apiBase: stripeUrl })();
}

/** A further subscription of a customer to a product, paid with the card that is on file. */
export async function subscribeAgain(
  stripe: Stripe,
  input: { customer: string; productId: string; metadata: Record<string, string> },
): Promise<Stripe.Subscription> {
  const { data: prices } = await stripe.prices.list({
    lookup_keys: [`tollgate_${input.productId}`],
  });
  const { data: cards } = await stripe.customers.listPaymentMethods(input.customer);
  const [price, card] = [prices[0], cards[0]];
  if (!price || !card) throw new Error(`No price or card for ${input.productId}`);
  return stripe.subscriptions.create({
    customer: input.customer,
    items: [{ price: price.id }],
    default_payment_method: card.id,
    metadata: input.metadata,
  });
}
