/**
 * The names that we choose at Stripe. Provisioning writes them, the adapter finds things by them: nothing
 * of Stripe's own ids has to be configured or stored.
 */
export const stripeProductId = (productId: string): string => `tollgate_${productId}`;
export const priceLookupKey = (productId: string): string => `tollgate_${productId}`;
export const meterEventName = (productId: string): string => `tollgate_calls_${productId}`;

export const CUSTOMER_KEY = 'stripe_customer_id';
export const VALUE_KEY = 'value';

/** Marks what Tollgate made in an account that may be shared with other things. */
export const OURS = { tollgate: '1' } as const;

/** Metadata on the Checkout session and on the subscription. */
export const METADATA = {
  userId: 'apim_user_id',
  productId: 'product_id',
  subscriptionName: 'subscription_name',
  subscriptionId: 'subscription_id',
  /** Unix seconds; since when the product is the one named, after a change of plan. */
  productSince: 'product_since',
  /** What the change of plan gives back by our rule: our name for it, minor units and currency, parted by bars. */
  planCredit: 'plan_credit',
} as const;
