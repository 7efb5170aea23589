export type PaymentStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'unpaid'
  | 'paused'
  | 'canceled';

/** What the gateway's subscription should be. `absent`: none is made. */
export type GatewayState = 'absent' | 'active' | 'suspended' | 'cancelled';

export type EndReason = 'payment-failed' | 'requested';

/** Why we suspend a subscription, in the order in which pages list it. A spending cap is added at the end. */
export const ACCESS_REASONS = ['dispute', 'unpaid', 'credit', 'cap'] as const;
export type AccessReason = (typeof ACCESS_REASONS)[number];

/** What the consumer sees. */
export type Notice =
  | { kind: 'waiting-for-payment' }
  | { kind: 'checkout-expired' }
  | { kind: 'active' }
  | { kind: 'ends-on'; at: Date }
  /** Access continues until `suspendedAt`. */
  | { kind: 'payment-failed'; suspendedAt: Date }
  /** At least one reason; `paused`: the payment provider paused it. */
  | { kind: 'suspended'; reasons: readonly (AccessReason | 'paused')[] }
  | { kind: 'ended'; reason: EndReason };

export interface AccessInput {
  /** The provider's word, open. */
  status: string;
  endReason: EndReason | null;
  cancelAt: Date | null;
  /** When a failed payment ends access (`graceEnd`); it counts while the status is past_due. */
  graceEndsAt: Date | null;
  /** A payment of it is disputed, or a dispute was lost. */
  isDisputed: boolean;
  /** Its owner has paid nothing yet and has used the ceiling before the first payment. */
  isCreditUsedUp: boolean;
  now: Date;
}

export type Access =
  /** `reasons`: why it is suspended. Access needs all of them gone. */
  | { kind: 'known'; gateway: GatewayState; notice: Notice; reasons: readonly AccessReason[] }
  | { kind: 'unknown-status'; status: string };

/**
 * The one table of access, used in both directions: the provider's state, debts, disputes and credit decide what the
 * gateway's subscription should be, so a subscription in good standing again becomes active again. A status that is not
 * in the table decides nothing: the caller leaves the gateway as it is and raises an alert.
 */
export function decideAccess(input: AccessInput): Access {
  if (!isPaymentStatus(input.status)) return { kind: 'unknown-status', status: input.status };
  switch (input.status) {
    case 'incomplete':
      return known('absent', { kind: 'waiting-for-payment' });
    case 'incomplete_expired':
      return known('absent', { kind: 'checkout-expired' });
    case 'trialing':
    case 'active':
    case 'past_due':
    case 'unpaid':
    case 'paused':
      return live(input, input.status);
    case 'canceled':
      return ended(input.endReason);
    default:
      return input.status satisfies never;
  }
}

type LiveStatus = 'trialing' | 'active' | 'past_due' | 'unpaid' | 'paused';

function live(input: AccessInput, status: LiveStatus): Access {
  const has: Record<AccessReason, boolean> = {
    dispute: input.isDisputed,
    unpaid: status === 'unpaid' || (status === 'past_due' && isGraceOver(input)),
    credit: input.isCreditUsedUp,
    cap: false,
  };
  const reasons = ACCESS_REASONS.filter((reason) => has[reason]);
  const all = status === 'paused' ? ([...reasons, 'paused'] as const) : reasons;
  if (all.length > 0) return known('suspended', { kind: 'suspended', reasons: all }, reasons);
  if (status === 'past_due' && input.graceEndsAt !== null) {
    return known('active', { kind: 'payment-failed', suspendedAt: input.graceEndsAt });
  }
  return known('active', goodStanding(input.cancelAt));
}

/** Access stops at the last instant of the grace, not after it. */
function isGraceOver({ graceEndsAt, now }: AccessInput): boolean {
  return graceEndsAt === null || now.getTime() >= graceEndsAt.getTime();
}

const DAY_MS = 86_400_000;

export interface GraceSettings {
  /** Days of access after a failed payment for an owner who has paid before. */
  graceDays: number;
  /** The same for one who has never paid more than zero. */
  graceDaysBeforeFirstPayment: number;
}

/**
 * When access ends after a failed payment: in days of 24 hours from the first failure on. A payment that only needs
 * confirmation with the bank gets a day, even without an earlier payment.
 */
export function graceEnd(
  failed: { since: Date; hasPaidBefore: boolean; needsAuthentication: boolean },
  settings: GraceSettings,
): Date {
  const days = failed.hasPaidBefore ? settings.graceDays : settings.graceDaysBeforeFirstPayment;
  const ms = Math.max(days * DAY_MS, failed.needsAuthentication ? DAY_MS : 0);
  return new Date(failed.since.getTime() + ms);
}

/** The reasons as a row keeps them, and back. */
export function formatReasons(reasons: readonly AccessReason[]): string {
  return reasons.join(',');
}

export function parseReasons(text: string): AccessReason[] {
  const given = text.split(',');
  return ACCESS_REASONS.filter((reason) => given.includes(reason));
}

const PAYMENT_STATUSES: ReadonlySet<string> = new Set<PaymentStatus>([
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
]);

export function isPaymentStatus(status: string): status is PaymentStatus {
  return PAYMENT_STATUSES.has(status);
}

function known(
  gateway: GatewayState,
  notice: Notice,
  reasons: readonly AccessReason[] = [],
): Access {
  return { kind: 'known', gateway, notice, reasons };
}

function goodStanding(cancelAt: Date | null): Notice {
  return cancelAt ? { kind: 'ends-on', at: cancelAt } : { kind: 'active' };
}

/**
 * Suspended when payment stopped, so that debts can be distinguished from write-offs. A missing reason counts as
 * requested: a provider names the failed payment when that was the reason.
 */
function ended(reason: EndReason | null): Access {
  if (reason === 'payment-failed') return known('suspended', { kind: 'ended', reason });
  return known('cancelled', { kind: 'ended', reason: 'requested' });
}
