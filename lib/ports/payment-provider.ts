import type { Period } from '../domain/usage/billing-period';
import type { CustomerDues } from './customer-dues';
import type { Checkout, CheckoutInput } from './provider-checkout';
import type { PaymentSignal, ProviderEvent, UsageError } from './provider-event';
import type {
  DeferOutcome,
  ExtraCharge,
  InvoiceStanding,
  ProviderInvoice,
} from './provider-invoice';
import type { ProviderPrice } from './provider-price';
import type { PlanChange, PlanChangePreview, ProviderSubscription } from './provider-subscription';

/**
 * What Tollgate needs from a payment provider, in the terms of the domain. Stripe is the first; a second one implements
 * this file and touches no use case. Every write takes a name of ours and may be repeated.
 */
export interface PaymentProvider {
  /** What it is called in our own rows: 'stripe'. */
  readonly id: string;

  /** Creates the customer of a user; the same `ourId` always gives the same customer. */
  createCustomer(input: {
    ourId: string;
    userId: string;
    email: string;
    name: string;
  }): Promise<{ customerId: string }>;
  /** `unknown`: the provider has no record of it, which is also the case with wrong keys or another account. */
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
   * A price that something was sold at, also one that is not offered any more, in one of its currencies. A price never
   * changes. Throws `upstream-failed` when it can't be read.
   */
  readPrice(priceId: string, currency: string): Promise<ProviderPrice>;
  /**
   * Ends a subscription now, billing what was reported and not yet billed; without `billsUsage` that is left to
   * late usage. Repeating it is harmless.
   */
  cancelSubscription(providerId: string, options?: { billsUsage: boolean }): Promise<void>;
  setCancelAtPeriodEnd(providerId: string, cancel: boolean): Promise<void>;
  /**
   * Ends a subscription that should not exist: its usage is not billed (it belongs to another one), open invoices are
   * voided and every payment is refunded. Repeatable; returns the total refund.
   */
  refundDuplicate(providerId: string): Promise<{ refundedMinor: number; currency: string | null }>;
  /** Every subscription of the account, also those that ended and those that are not ours. */
  listSubscriptions(): AsyncIterable<ProviderSubscription>;

  /** Says in our metadata which product a subscription is, and changes nothing of what is billed. */
  markProduct(providerId: string, productId: string): Promise<void>;

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
  /** Reports the calls so far in a period. `already-known` = delivered before under this identifier. */
  reportUsage(input: {
    productId: string;
    customerId: string;
    identifier: string;
    timestamp: Date;
    callsInPeriod: number;
  }): Promise<'accepted' | 'already-known'>;
  /** What the provider will bill: the calls it has for this customer and product in the period. */
  readReportedUsage(input: {
    productId: string;
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
  /** Renewals' invoices that the provider has not finalized yet, including deferred ones. */
  listDraftRenewals(): AsyncIterable<ProviderInvoice>;
  /** Keeps a draft invoice from being finalized by itself until then, where that is ours to decide. */
  deferFinalization(invoiceId: string, until: Date): Promise<DeferOutcome>;
  /**
   * Finalizes a deferred invoice and has it charged. Repeating it is harmless. `stopped`: somebody else stopped the
   * draft, so it stays as it is.
   */
  releaseInvoice(invoiceId: string): Promise<'released' | 'stopped'>;

  /** What became of an invoice; null when there is none of this name. */
  readStanding(invoiceId: string): Promise<InvoiceStanding | null>;
  /** Of all invoices of a customer, newest first; none for a customer that was deleted there. */
  listStandings(customerId: string): Promise<InvoiceStanding[]>;
  /** Charges an open invoice now, once under this name; `failed` when the card, or the lack of one, refuses it. */
  payInvoice(invoiceId: string, name: string): Promise<'paid' | 'failed'>;
  /**
   * What an event about returned money refers to: the dispute, the warning, or all refunds of a charge. None when it no
   * longer exists.
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
  /** The same for the destination for usage reports that were accepted and then rejected. */
  verifyUsageEvent(input: {
    rawBody: string;
    signature: string | null;
    receivedAt: Date;
  }): Promise<ProviderEvent | null>;
  /** The content of such an event: these notices contain only their id. */
  readUsageErrors(eventId: string): Promise<UsageError[]>;
}
