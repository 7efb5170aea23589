import type { PaidPlan } from '../domain/pricing/price-plan';

/** What something is billed by at the provider: one price for each item of a subscription. */
export interface ProviderPrices {
  /** Which of the provider's accounts they are in, as far as it says: 'live' or 'test'. */
  account: string;
  currency: string;
  items: { priceId: string; quantity: number }[];
}

/** A price, read from the provider. Its amounts come from the price itself and never from its metadata. */
export interface ProviderPrice {
  /** Ours, by the provider's product that it is a price of; null: not one of ours. */
  productId: string | null;
  /** The provider's name of its product. */
  providerProduct: string;
  /** Whether provisioning made it: a price that somebody made by hand was never offered. */
  isFromCatalog: boolean;
  /** Null when it has a shape that we can't compute, or counts on a meter that we don't report to. */
  plan: PaidPlan | null;
  /** How the provider says it. */
  words: string;
}
