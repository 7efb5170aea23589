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

/** What the consumer is told. */
export type Notice =
  | { kind: 'waiting-for-payment' }
  | { kind: 'checkout-expired' }
  | { kind: 'active' }
  | { kind: 'ends-on'; at: Date }
  /** Access goes on until `suspendedAt`. */
  | { kind: 'payment-failed'; suspendedAt: Date }
  | { kind: 'suspended'; reason: 'grace-over' | 'unpaid' | 'paused' }
  | { kind: 'ended'; reason: EndReason };

export interface EntitlementInput {
  /** The provider's word, open. */
  status: string;
  endReason: EndReason | null;
  cancelAt: Date | null;
  /** When the present run of failed payments began; the caller remembers it, the grace is counted from it. */
  pastDueSince: Date | null;
  now: Date;
  graceDays: number;
}

export type Entitlement =
  | { kind: 'known'; gateway: GatewayState; notice: Notice }
  | { kind: 'unknown-status'; status: string };

const DAY_MS = 86_400_000;

/**
 * The one table of states, used in both directions: what the payment provider says decides what the gateway's
 * subscription should be, so a subscription that becomes good again becomes active again. A status that is
 * not in it decides nothing: the caller leaves the gateway as it is and raises an alert.
 */
export function entitlement(input: EntitlementInput): Entitlement {
  if (!isPaymentStatus(input.status)) return { kind: 'unknown-status', status: input.status };
  switch (input.status) {
    case 'incomplete':
      return known('absent', { kind: 'waiting-for-payment' });
    case 'incomplete_expired':
      return known('absent', { kind: 'checkout-expired' });
    case 'trialing':
    case 'active':
      return known('active', goodStanding(input.cancelAt));
    case 'past_due':
      return pastDue(input);
    case 'unpaid':
    case 'paused':
      return known('suspended', { kind: 'suspended', reason: input.status });
    case 'canceled':
      return ended(input.endReason);
    default:
      return input.status satisfies never;
  }
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

function known(gateway: GatewayState, notice: Notice): Entitlement {
  return { kind: 'known', gateway, notice };
}

function goodStanding(cancelAt: Date | null): Notice {
  return cancelAt ? { kind: 'ends-on', at: cancelAt } : { kind: 'active' };
}

/** Grace is counted in days of 24 hours; access stops at its last instant, not after it. */
function pastDue(input: EntitlementInput): Entitlement {
  // Not known since when: the first who looks starts the grace, rather than cut off somebody who has just missed a payment.
  const since = input.pastDueSince ?? input.now;
  const suspendedAt = new Date(since.getTime() + input.graceDays * DAY_MS);
  if (input.now.getTime() < suspendedAt.getTime()) {
    return known('active', { kind: 'payment-failed', suspendedAt });
  }
  return known('suspended', { kind: 'suspended', reason: 'grace-over' });
}

/**
 * Suspended when the money stopped, so that what is owed can be told apart from what was given up. No reason given
 * counts as asked for: a provider names the failed payment when that was it.
 */
function ended(reason: EndReason | null): Entitlement {
  if (reason === 'payment-failed') return known('suspended', { kind: 'ended', reason });
  return known('cancelled', { kind: 'ended', reason: 'requested' });
}
