import type { PaidProduct } from '../domain/catalog/product';

export interface CheckoutInput {
  product: PaidProduct;
  customerId: string;
  userId: string;
  subscriptionId: string;
  subscriptionName: string;
  attempt: number;
  successUrl: string;
  cancelUrl: string;
  expiresAt: Date;
}

export interface Checkout {
  id: string;
  state: 'open' | 'complete' | 'expired';
  /** Only while open. */
  url: string | null;
  expiresAt: Date;
  /** Our subscription id, as it was given when the checkout was opened. */
  subscriptionId: string | null;
  providerSubscriptionId: string | null;
}
