import type { PaidProduct } from '../domain/catalog/product';
import type { Period } from '../domain/usage/billing-period';
import type { CustomerDues } from './customer-dues';

/**
 * What Tollgate needs of a payment provider, in the domain's words. Stripe is the first; a second one
 * implements this file and touches no use case. Every write takes a name of ours and may be repeated.
 */
export interface PaymentProvider {
  /** Creates the customer of a user; the same `ourId` always gives the same customer. */
  createCustomer(input: {
    ourId: string;
    userId: string;
    email: string;
    name: string;
  }): Promise<{ customerId: string }>;
  /** `unknown`: the provider has never heard of it, which wrong keys or another account look like too. */
  readCustomer(customerId: string): Promise<'there' | 'deleted' | 'unknown'>;
  /** What a customer owes now: open invoices, and what is carried to the next one. */
  readDues(customerId: string): Promise<CustomerDues>;
  /** Sets what the customer is called on invoices and where they are sent. One that was deleted there counts as done. */
  updateCustomer(input: { customerId: string; email: string; name: string }): Promise<void>;

  /**
   * Opens a hosted checkout for one product. The price is looked up at the provider by the product's
   * name, never taken from the caller. The same `subscriptionId` and `attempt` always give the same checkout. Throws
   * `other-currency` (AppError) when the customer is kept to another currency, and `upstream-refused` when trying again
   * can't help.
   */
  startCheckout(input: CheckoutInput): Promise<Checkout>;
  readCheckout(checkoutId: string): Promise<Checkout | null>;
  /** Closes an open checkout so that nobody can pay it any more; one that is no longer open stays as it is. */
  expireCheckout(checkoutId: string): Promise<void>;

  readSubscription(providerId: string): Promise<ProviderSubscription | null>;
  /**
   * Ends a subscription now, billing what was reported and not yet billed; without `billsUsage` that is left to
   * late usage. Repeating it is harmless.
   */
  cancelSubscription(providerId: string, options?: { billsUsage: boolean }): Promise<void>;
  setCancelAtPeriodEnd(providerId: string, cancel: boolean): Promise<void>;
  /**
   * Ends a subscription that should not have been made: its usage is not billed (it is another one's), open
   * invoices are voided and every payment is given back. Repeatable; says what was given back in all.
   */
  undoSubscription(providerId: string): Promise<{ refundedMinor: number; currency: string | null }>;
  /** Every subscription of the account, also those that ended and those that are not ours. */
  listSubscriptions(): AsyncIterable<ProviderSubscription>;

  /** What a change of product would charge now. */
  previewPlanChange(input: PlanChange): Promise<PlanChangePreview>;
  /**
   * Changes the product of a running subscription: the usage so far is billed at the old price. When the payment
   * that is due for it fails, nothing changes.
   */
  changePlan(input: PlanChange): Promise<'changed' | 'payment-failed'>;
  /** The same when the running period ends: nothing is charged before. Says when. Takes the place of another one. */
  schedulePlanChange(input: Pick<PlanChange, 'providerId' | 'to'>): Promise<{ at: Date }>;
  /** Takes that back. One that is not there is no error. */
  cancelScheduledChange(providerId: string): Promise<void>;

  /** How many reports of usage may wait for their answers at a time. */
  readonly usageReportsAtOnce: number;
  /** Tells the calls so far in a period. `already-known` = delivered before under this identifier. */
  reportUsage(input: {
    product: PaidProduct;
    customerId: string;
    identifier: string;
    timestamp: Date;
    callsInPeriod: number;
  }): Promise<'accepted' | 'already-known'>;
  /** What the provider will bill: the calls it knows of for this customer and product in the period. */
  readReportedUsage(input: {
    product: PaidProduct;
    customerId: string;
    period: Period;
  }): Promise<number>;

  /**
   * Puts an amount (negative: a credit) on the next invoice of the subscription, or on one of its own when the
   * subscription has ended; or on a draft that is named. `name` is ours: saying it again adds nothing.
   */
  addCharge(input: ExtraCharge): Promise<void>;

  readInvoice(invoiceId: string): Promise<ProviderInvoice | null>;
  /** Newest first. */
  listInvoices(providerSubscriptionId: string): Promise<ProviderInvoice[]>;
  /** Renewals' invoices that the provider has not finalized yet, held ones included. */
  listDraftRenewals(): AsyncIterable<ProviderInvoice>;
  /** Keeps a draft invoice from being finalized by itself until then, where that is ours to decide. */
  holdInvoice(invoiceId: string, until: Date): Promise<HoldOutcome>;
  /**
   * Finalizes a held invoice and has it charged. Repeating it is harmless. `stopped`: somebody else stopped the draft,
   * so it stays as it is.
   */
  releaseInvoice(invoiceId: string): Promise<'released' | 'stopped'>;

  /** What became of an invoice; null when there is none of this name. */
  readStanding(invoiceId: string): Promise<InvoiceStanding | null>;
  /** Of all invoices of a customer, newest first; none for a customer that was deleted there. */
  listStandings(customerId: string): Promise<InvoiceStanding[]>;
  /** Charges an open invoice now, once under this name; `failed` when the card, or the lack of one, refuses it. */
  payInvoice(invoiceId: string, name: string): Promise<'paid' | 'failed'>;
  /**
   * What an event about money taken back speaks of: the dispute, the warning, or all refunds of a charge. None when it is
   * not there any more.
   */
  readSignals(kind: PaymentSignal['kind'], objectId: string): Promise<PaymentSignal[]>;
  /** How much of an invoice's payments went back: refunds, and disputes that are open or lost. */
  readTakenBack(invoiceId: string): Promise<number>;
  /** Fingerprints of the customer's cards: the same card has the same one whoever uses it. */
  listCards(customerId: string): Promise<string[]>;

  /** A short-lived address where the customer changes the card and sees invoices. Never stored. */
  openCustomerPortal(input: { customerId: string; returnUrl: string }): Promise<{ url: string }>;

  /** Checks the signature of a delivered event on the exact bytes. Null = not from the provider. */
  verifyEvent(input: {
    rawBody: string;
    signature: string | null;
    receivedAt: Date;
  }): Promise<ProviderEvent | null>;
  /** The same for the destination that tells of usage reports which were taken and then refused. */
  verifyUsageEvent(input: {
    rawBody: string;
    signature: string | null;
    receivedAt: Date;
  }): Promise<ProviderEvent | null>;
  /** What such an event tells of: these notices name only themselves. */
  readUsageErrors(eventId: string): Promise<UsageError[]>;
}

/**
 * `held-by-stopping`: the provider took no time at which it finalizes by itself, so only we will finalize it.
 * `stopped`: the draft does not advance and not because of us, so it is not ours to finalize.
 */
export type HoldOutcome = 'held' | 'held-by-stopping' | 'not-draft' | 'stopped';

export interface PlanChange {
  providerId: string;
  /** Our name for this change: the same one twice changes once. */
  name: string;
  to: PaidProduct;
  /** From when on the new product counts. */
  at: Date;
  /**
   * What is given back of the old product, by our own rule, on the invoice that comes next; the provider then prorates
   * nothing. Absent: the provider gives back the unused time.
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

export interface UsageError {
  code: string;
  count: number;
  message: string;
  /** Identifiers of usage reports that it concerns; a sample. */
  identifiers: string[];
}

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

export interface ProviderSubscription {
  providerId: string;
  /** Our id from the metadata; null on a subscription that is not ours. */
  subscriptionId: string | null;
  productId: string | null;
  /** When it got this product by a change of plan; null when it had it from the start. */
  productSince: Date | null;
  /** What the last change of plan gives back by our rule: under our own name, so adding it again adds nothing. */
  planCredit: (PlanCredit & { name: string }) | null;
  /** The product that it gets by itself when its period ends. */
  next: { productId: string; at: Date } | null;
  customerId: string;
  /** The provider's word, open: a word this code does not know must not change access. */
  status: string;
  endReason: 'payment-failed' | 'requested' | null;
  period: Period | null;
  startedAt: Date;
  /** What is called before is a gift; null when nothing was tried first. */
  trialEnd: Date | null;
  cancelAt: Date | null;
  endedAt: Date | null;
  /** Address where the open invoice can be paid, when there is one. */
  payUrl: string | null;
}

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
  /** The calls that those lines bill (so far, on a draft); null without metered lines. */
  usageCalls: number | null;
  /** What those lines charge; null without metered lines. */
  usageMinor: number | null;
  /** Usage of earlier periods that it bills too: a pause leaves it to the next invoice. */
  earlierUsage: { start: Date; usageCalls: number; usageMinor: number }[];
  /** What is paid in advance with it, and for when; null when nothing is. */
  inAdvance: { period: Period; amountMinor: number } | null;
  heldByUs: boolean;
  /** A draft that does not advance, and not because of us. */
  isStopped: boolean;
  viewUrl: string | null;
  pdfUrl: string | null;
  lines: InvoiceLine[];
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

export interface PaymentSignal {
  id: string;
  kind: 'dispute' | 'refund' | 'fraud-warning';
  chargeId: string;
  customerId: string | null;
  invoiceId: string | null;
  providerSubscriptionId: string | null;
  amountMinor: number;
  currency: string;
  /** The provider's word. */
  state: string;
  /** A dispute that is not won or withdrawn, a warning that nobody has acted on; never a refund. */
  isOpen: boolean;
  reason: string | null;
  createdAt: Date;
}

export interface InvoiceLine {
  description: string;
  amountMinor: number;
  quantity: number | null;
  /** An amount that `addCharge` put there. */
  isLateUsage: boolean;
}

export interface ProviderEvent {
  id: string;
  type: string;
  objectId: string;
  createdAt: Date;
  /** The provider's ids that the event speaks of, as far as it says. */
  providerSubscriptionId: string | null;
  invoiceId: string | null;
  customerId: string | null;
}
