import type { Period } from '../domain/usage/billing-period';
import type { ProviderPrices } from './provider-price';

export interface ProviderInvoice {
  id: string;
  number: string | null;
  state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  /** True for the invoice of a period that ended and went on. */
  isRenewal: boolean;
  providerSubscriptionId: string | null;
  totalMinor: number;
  /** What is still to be paid of it. */
  remainingMinor: number;
  /** Balance of the customer before it and after it: positive is carried to the next invoice, negative a credit. */
  balance: { beforeMinor: number; afterMinor: number };
  /**
   * The part of the balance after it that was too small to charge: the invoice counts as paid and nothing was taken. 0
   * where something was charged or nothing was due.
   */
  carriedMinor: number;
  currency: string;
  createdAt: Date;
  /** The period whose usage the metered lines bill. */
  usagePeriod: Period | null;
  /** The prices of those lines; without items where no line names one. */
  usagePrices: ProviderPrices;
  /** The calls that those lines bill (so far, on a draft); null without metered lines. */
  usageCalls: number | null;
  /** What those lines charge; null without metered lines. */
  usageMinor: number | null;
  /** Usage of earlier periods that it bills too: a pause leaves it to the next invoice. */
  earlierUsage: {
    start: Date;
    usageCalls: number;
    usageMinor: number;
    prices: ProviderPrices;
  }[];
  /** What is paid in advance with it, and for when; null when nothing is. */
  inAdvance: { period: Period; amountMinor: number; prices: ProviderPrices } | null;
  deferredByUs: boolean;
  /** A draft that does not advance, and not because of us. */
  isStopped: boolean;
  viewUrl: string | null;
  pdfUrl: string | null;
  lines: InvoiceLine[];
}

export interface InvoiceLine {
  description: string;
  amountMinor: number;
  quantity: number | null;
  /** An amount that `addCharge` put there. */
  isLateUsage: boolean;
  /** Its name, where `addCharge` put it there. */
  chargeName: string | null;
}

export interface InvoiceStanding {
  id: string;
  customerId: string;
  /** Where the provider sends this invoice's messages. */
  customerEmail: string | null;
  providerSubscriptionId: string | null;
  state: ProviderInvoice['state'];
  currency: string;
  totalMinor: number;
  /** What is still to be paid. */
  remainingMinor: number;
  /** What was received through payments. */
  paidMinor: number;
  /** What the last attempt to collect an open invoice came to; `none` before the first. */
  collection: 'none' | 'processing' | 'needs-authentication' | 'failed';
  /** Whether the provider goes on trying by itself. */
  isCollectedByProvider: boolean;
  dueAt: Date | null;
  /** Where it can be paid, while it is open. */
  payUrl: string | null;
  createdAt: Date;
}

/**
 * `deferred-by-stopping`: the provider took no time at which it finalizes by itself, so only we will finalize it.
 * `stopped`: the draft does not advance and not because of us, so it is not ours to finalize.
 */
export type DeferOutcome = 'deferred' | 'deferred-by-stopping' | 'not-draft' | 'stopped';

export interface ExtraCharge {
  name: string;
  customerId: string;
  /** Null when the subscription has ended. */
  providerSubscriptionId: string | null;
  amountMinor: number;
  currency: string;
  description: string;
  period: Period;
  /** A draft that it belongs on, in place of the next invoice. */
  onDraft?: string;
}
