import type { CardTraits } from './card-traits';

/** What the emulator keeps. Stripe's objects are made from these when they are asked for. */

export type Metadata = Readonly<Record<string, string>>;
export type Interval = 'day' | 'week' | 'month' | 'year';

export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}

export interface Shipping {
  name: string;
  address: Address;
  phone: string | null;
}

export interface CustomerRow {
  id: string;
  created: number;
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  address: Address | null;
  metadata: Metadata;
  defaultPaymentMethod: string | null;
  /** The older API's default card, charged where there is no other. */
  defaultSource?: string | null;
  invoicePrefix: string;
  nextInvoice: number;
  currency: string | null;
  /** Below zero: what the next invoices take off. */
  balance?: number;
  testClock: string | null;
  deleted: boolean;
}

/** What a card does when it is charged. */
export interface Decline {
  code: string;
  declineCode: string | undefined;
  message: string;
}

export interface PaymentMethodRow {
  id: string;
  created: number;
  customer: string | null;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  name: string | null;
  email: string | null;
  phone?: string | null;
  address?: Address | null;
  metadata: Metadata;
  /** Whether the cardholder's bank wants to be asked: until it was once, while the holder is there, or each time. */
  authentication: 'none' | 'until-set-up' | 'on-session' | 'always';
  /** Set: the card is refused when it is charged. */
  decline: Decline | null;
  /** Set: it is refused when it is given to a customer. */
  onAttach?: Decline | null;
  /** The same for the same number, and another in each account. */
  fingerprint?: string;
  traits?: CardTraits;
  /** It was a customer's once: it can't be anybody's again. */
  detached?: boolean;
}

export interface ProductRow {
  id: string;
  created: number;
  updated: number;
  name: string;
  description: string | null;
  active: boolean;
  metadata: Metadata;
  images: string[];
  marketingFeatures: string[];
  statementDescriptor: string | null;
  unitLabel: string | null;
  url: string | null;
  taxCode: string | null;
  shippable: boolean | null;
  defaultPrice: string | null;
}

export interface MeterRow {
  id: string;
  created: number;
  updated: number;
  displayName: string;
  eventName: string;
  formula: 'sum' | 'count' | 'last';
  customerKey: string;
  valueKey: string;
  window: 'hour' | 'day' | null;
  status: 'active' | 'inactive';
  deactivatedAt: number | null;
}

export interface SessionPayment {
  intent: string | null;
  description: string | null;
  metadata: Metadata;
  shipping: Shipping | null;
  /** Who paid as a guest. */
  payer: { name: string | null; email: string | null } | null;
}

export interface SessionRow {
  id: string;
  created: number;
  expiresAt: number;
  status: 'open' | 'complete' | 'expired';
  customer: string | null;
  customerEmail: string | null;
  clientReferenceId: string | null;
  items: { id: string; price: string; quantity: number | null }[];
  currency: string;
  successUrl: string;
  cancelUrl: string | null;
  metadata: Metadata;
  locale: string | null;
  allowedPaymentMethodTypes: string[] | null;
  paymentMethodCollection: 'always' | 'if_required';
  subscriptionMetadata: Metadata;
  subscriptionDescription: string | null;
  trialPeriodDays: number | null;
  trialEnd: number | null;
  billingMode: 'classic' | 'flexible';
  subscription: string | null;
  invoice: string | null;
  /** Mode payment: nothing recurs; the payment is made when the page is confirmed. */
  payment?: SessionPayment | null;
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
}

export type SubscriptionStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'unpaid'
  | 'canceled'
  | 'paused';

export interface ItemRow {
  id: string;
  created: number;
  price: string;
  quantity: number | null;
  periodStart: number;
  periodEnd: number;
  metadata: Metadata;
}

export interface SubscriptionRow {
  id: string;
  created: number;
  customer: string;
  status: SubscriptionStatus;
  items: ItemRow[];
  currency: string;
  description: string | null;
  metadata: Metadata;
  defaultPaymentMethod: string | null;
  billingMode: 'classic' | 'flexible';
  anchor: number;
  startDate: number;
  trialStart: number | null;
  trialEnd: number | null;
  trialWithoutCard: 'create_invoice' | 'pause' | 'cancel';
  cancelAtPeriodEnd: boolean;
  cancelAt: number | null;
  canceledAt: number | null;
  endedAt: number | null;
  cancellation: {
    reason: 'cancellation_requested' | 'payment_disputed' | 'payment_failed' | null;
    comment: string | null;
    feedback: string | null;
  };
  latestInvoice: string | null;
  /** Whether an end in the middle of a period gives its rest back. */
  cancelProrates?: boolean;
  /** The ends that were announced already. */
  reported?: { trialEnd?: number | null; renewal?: number };
  pausedAt: number | null;
  /** The invoice whose payment ends the pause. */
  resumesWith?: string | null;
  pauseCollection: {
    behavior: 'keep_as_draft' | 'mark_uncollectible' | 'void';
    resumesAt: number | null;
  } | null;
}

export interface LineRow {
  id: string;
  description: string;
  /** Units or calls, as exact text. */
  quantity: string;
  amount: number;
  unitAmount: string | null;
  /** null on a line that an invoice item made. */
  price: string | null;
  item: string | null;
  invoiceItem?: string;
  periodStart: number;
  periodEnd: number;
  proration: boolean;
}

/** Usage that is counted when the invoice is finalized. */
export interface UsageRow {
  item: string;
  price: string;
  periodStart: number;
  periodEnd: number;
}

export interface InvoiceRow {
  id: string;
  created: number;
  customer: string;
  subscription: string | null;
  subscriptionMetadata: Metadata;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  number: string | null;
  currency: string;
  billingReason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual';
  periodStart: number;
  periodEnd: number;
  autoAdvance: boolean;
  finalizesAt: number | null;
  /** The time was asked for: webhooks that fail do not move it. */
  finalizesAsAsked?: boolean;
  finalizedAt: number | null;
  paidAt: number | null;
  voidedAt: number | null;
  uncollectibleAt: number | null;
  attemptCount: number;
  /** Failures of the attempts that Stripe makes by itself: how far the retries have got. */
  automaticFailures: number;
  nextAttempt: number | null;
  amountPaid: number;
  paidOutOfBand: boolean;
  lines: LineRow[];
  usage: UsageRow[];
  metadata: Metadata;
  description: string | null;
  footer: string | null;
  defaultPaymentMethod: string | null;
  lastDecline: Decline | null;
  /** The `invoice.created` that has to be taken before it is finalized. */
  createdEvent?: string;
  webhooksDeliveredAt?: number;
  /** The customer's balance before and after finalization; below zero is credit. */
  startingBalance?: number;
  endingBalance?: number;
  hostedKey: string;
  /** Set: it is sent to be paid by hand, within these days of being finalized. */
  daysUntilDue?: number | null;
  dueDate?: number | null;
}
