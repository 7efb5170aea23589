/**
 * Every name that leaves the program and comes back: what we write at Stripe, at API Management and into our own rows,
 * and use to find things later. None may ever change: a renamed one would create a second customer, bill usage twice,
 * or run work that is in progress elsewhere. Their tests hold a snapshot of them and of the lists in `wire-states.ts`;
 * words that are retired elsewhere stay here.
 */

const seconds = (time: Date): number => time.getTime() / 1000;

/** Objects that provisioning makes at Stripe. */
export const stripeProductId = (productId: string): string => `tollgate_${productId}`;
/** Backwards: null for a product that is not one of ours. */
export const ourProductId = (stripeId: string): string | null =>
  stripeId.startsWith(stripeProductId('')) ? stripeId.slice(stripeProductId('').length) : null;
export const priceLookupKey = (productId: string): string => `tollgate_${productId}`;
export const meterEventName = (productId: string): string => `tollgate_calls_${productId}`;
/** Keys of a meter event's payload. */
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
/** Metadata on a customer: which of ours it is. */
export const CUSTOMER_ID = 'tollgate_customer_id';
/** Metadata on an invoice whose finalization we deferred, and how we did it. */
export const DEFERRED_MARK = 'tollgate_held';
export const DEFERRED_BY = {
  /** `auto_advance` switched off: the way of earlier releases, and of a finalization time that Stripe refuses. */
  stopping: '1',
  /** Moved the time at which Stripe finalizes by itself, so nobody stays unbilled because our scheduler stopped. */
  moving: 'until',
} as const;
/** Metadata on an invoice item: the name of the charge. */
export const CHARGE_NAME = 'tollgate_charge';

/** In the policies that provisioning writes at API Management. */
export const POLICY_MARK = 'Made by Tollgate from payment/monetizationModels.json';

interface PeriodOf {
  subscriptionId: string;
  start: Date;
}
const periodKey = ({ subscriptionId, start }: PeriodOf) => `${subscriptionId}:${seconds(start)}`;

/** Idempotency keys, and the names that charges are found by. */
export const idempotencyKey = {
  customer: (customerId: string, detailsHash: string) => `customer:${customerId}:${detailsHash}`,
  checkout: (subscriptionId: string, attempt: number) => `checkout:${subscriptionId}:${attempt}`,
  planChange: (subscriptionId: string, productId: string, at: Date) =>
    `plan:${subscriptionId}:${productId}:${Math.floor(seconds(at))}`,
  planCredit: (planChange: string) => `credit:${planChange}`,
  lateUsage: (period: PeriodOf, part: number) => `late:${periodKey(period)}:${part}`,
  suspendedPeriod: (period: PeriodOf) => `suspended:${periodKey(period)}`,
  deferredFee: (period: PeriodOf) => `deferred:${periodKey(period)}`,
  resumedFee: (period: PeriodOf) => `resumed:${periodKey(period)}`,
  collection: (invoiceId: string, attempt: number) => `collect:${invoiceId}:${attempt}`,
  refund: (invoiceId: string, paymentIntent: string) => `refund:${invoiceId}:${paymentIntent}`,
  chargeOn: (charge: string, invoiceId: string) => `${charge}:${invoiceId}`,
  chargeInvoice: (charge: string) => `${charge}:invoice`,
};

/** The identifier of a meter event: a total of calls, as of a second. */
export const usageReportId = (subscriptionId: string, timestamp: Date): string =>
  `${subscriptionId}:${seconds(timestamp)}`;

/** Holds the place of the one live subscription of an owner and product. */
export const liveKeyOf = (ownerId: string, productId: string): string => `${ownerId}:${productId}`;

/** Leases: what must not run twice at the same time. */
export const leaseName = {
  scheduler: 'scheduler',
  usage: 'usage',
  reconcile: 'reconcile',
  restore: 'restore',
  account: (userId: string) => `account:${userId}`,
  customer: (userId: string) => `customer:${userId}`,
  closing: (subscriptionId: string) => `close:${subscriptionId}`,
  subscription: (subscriptionId: string) => `subscription:${subscriptionId}`,
};

/** What an audit entry says was done: stored, exported, and shown in words by the pages. */
export const AUDIT_ACTIONS = [
  'account.blocked',
  'account.checked',
  'account.closed',
  'account.closing',
  'account.code-refused',
  'account.created',
  'account.email-change-asked',
  'account.email-changed',
  'account.email-confirmed',
  'account.exported',
  'account.name-changed',
  'account.other-sessions-ended',
  'account.password-changed',
  'account.password-reset',
  'account.portal-user-matched',
  'account.provider-linked',
  'account.provider-unlinked',
  'account.recovery-code-used',
  'account.reset-asked',
  'account.second-factor-off',
  'account.second-factor-on',
  'account.session-ended',
  'account.sessions-ended-by-operator',
  'account.sign-in-refused',
  'account.signed-in',
  'account.signed-out',
  'account.unblocked',
  'event.replayed',
  'events.replayed',
  'foreign.invited',
  'foreign.rejected',
  'foreign.suspended',
  'gateway.restored-by-operator',
  'invoice.collected',
  'invoice.collection-failed',
  'invoice.credited',
  'invoice.paid',
  'invoice.payment-failed',
  'invoice.uncollectible',
  'invoice.voided',
  'keys.rotated-primary',
  'keys.rotated-secondary',
  'keys.shown',
  'payment.dispute',
  'payment.fraud-warning',
  'payment.refund',
  'payment.signal-dismissed',
  'period.closed-by-provider',
  'period.late-usage',
  'period.left-to-operator',
  'period.lost',
  'period.not-charged',
  'period.price-chosen',
  'period.released-by-rule',
  'subscription.activated',
  'subscription.billing-opened',
  'subscription.cancel-at-period-end',
  'subscription.cancel-now',
  'subscription.cancel-undone',
  'subscription.cancelled',
  'subscription.card-refused',
  'subscription.ceiling-raised',
  'subscription.checkout-discarded',
  'subscription.checkout-opened',
  'subscription.customer-deleted',
  'subscription.duplicate-refunded',
  'subscription.ended',
  'subscription.ended-by-rule',
  'subscription.foreign',
  'subscription.gateway-missing',
  'subscription.gateway-out-of-step',
  'subscription.keys-renewed',
  'subscription.plan-change-cancelled',
  'subscription.plan-change-failed',
  'subscription.plan-change-requested',
  'subscription.plan-changed',
  'subscription.price-accepted',
  'subscription.price-differs',
  'subscription.problem-dismissed',
  'subscription.provider-missing',
  'subscription.renamed',
  'subscription.restored-by-operator',
  'subscription.scope-moved',
  'subscription.suspended',
  'subscription.synced-by-operator',
  'subscription.unknown-status',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
