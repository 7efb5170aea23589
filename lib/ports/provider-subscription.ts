import type { PaidProduct } from '../domain/catalog/product';
import type { Period } from '../domain/usage/billing-period';
import type { ProviderPrices } from './provider-price';

export interface ProviderSubscription {
  providerId: string;
  /** Our id from the metadata; null on a subscription that is not ours. */
  subscriptionId: string | null;
  /** The product that our metadata names. What is billed is said by `prices`, and the two may disagree. */
  productId: string | null;
  prices: ProviderPrices;
  /** When it got this product by a change of plan; null when it had it from the start. */
  productSince: Date | null;
  /** What the last change of plan gives back by our rule: under our own name, so adding it again adds nothing. */
  planCredit: (PlanCredit & { name: string }) | null;
  /** The product that it gets by itself when its period ends. */
  next: { productId: string; at: Date } | null;
  customerId: string;
  /** The provider's status as text: one that this code does not know must not change access. */
  status: string;
  endReason: 'payment-failed' | 'requested' | null;
  period: Period | null;
  startedAt: Date;
  /** Calls before this are not billable; null when there was no trial. */
  trialEnd: Date | null;
  cancelAt: Date | null;
  endedAt: Date | null;
  /** Address where the open invoice can be paid, when there is one. */
  payUrl: string | null;
}

export interface PlanChange {
  providerId: string;
  /** Our name for this change: the same one twice changes once. */
  name: string;
  to: PaidProduct;
  /** From when on the new product counts. */
  at: Date;
  /**
   * What is credited for the old product, by our own rule, on the next invoice; the provider then prorates nothing.
   * Absent: the provider credits the unused time.
   */
  credit?: PlanCredit;
}

export interface PlanCredit {
  amountMinor: number;
  currency: string;
}

export interface PlanChangePreview {
  currency: string;
  /** Negative: a credit. */
  dueNowMinor: number;
  lines: { description: string; amountMinor: number }[];
}
