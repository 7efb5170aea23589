/** What went wrong with a subscription, or was put right: shown in the account and to the operator. */
export type SubscriptionProblem =
  /** Paid for twice: the newer payment was taken back. */
  | { kind: 'duplicate-refunded'; at: Date; refundedMinor: number; currency: string | null }
  /** Its customer was deleted at the provider: nothing can be charged any more, its open invoices included. */
  | { kind: 'customer-deleted'; at: Date; openMinor: number; currency: string | null }
  /** The provider doesn't know it: access stays as it was until somebody has looked. */
  | { kind: 'provider-missing'; at: Date }
  /** The provider has another customer's subscription that claims to be this one. */
  | { kind: 'foreign'; at: Date }
  /** The provider's word for its state is one that this code does not know. */
  | { kind: 'unknown-status'; at: Date }
  /** The gateway did not take what the provider's state asks for; it is tried again. */
  | { kind: 'gateway-out-of-step'; at: Date }
  /** Paid with a card that a closed account left unpaid: ended before it had a key, and what was charged given back. */
  | { kind: 'card-refused'; at: Date; refundedMinor: number; currency: string | null }
  /** The gateway has lost it: the keys don't work until an operator restores it, with new keys. */
  | { kind: 'gateway-missing'; at: Date }
  /**
   * The provider bills another price than was sold, or its metadata names another product: access stays, money follows the
   * provider, and an operator accepts it or puts it right there.
   */
  | { kind: 'price-differs'; at: Date; sold: string; billed: string }
  /** A change of plan was taken back because the payment for it failed. */
  | { kind: 'plan-change-failed'; at: Date };

export type ProblemKind = SubscriptionProblem['kind'];

/** From what is stored; null when there is none, or a kind that this code does not know. */
export function parseProblem(row: {
  problem: string | null;
  problemAt: Date | null;
  problemDetails: unknown;
}): SubscriptionProblem | null {
  const at = row.problemAt;
  if (!at) return null;
  switch (row.problem) {
    case 'duplicate-refunded':
    case 'card-refused':
      return { kind: row.problem, at, ...refundOf(row.problemDetails) };
    case 'customer-deleted': {
      const { amountMinor: openMinor, currency } = amountOf(row.problemDetails, 'openMinor');
      return { kind: row.problem, at, openMinor, currency };
    }
    case 'price-differs': {
      const [sold, billed] = [
        textOf(row.problemDetails, 'sold'),
        textOf(row.problemDetails, 'billed'),
      ];
      return { kind: row.problem, at, sold, billed };
    }
    case 'provider-missing':
    case 'foreign':
    case 'unknown-status':
    case 'gateway-out-of-step':
    case 'gateway-missing':
    case 'plan-change-failed':
      return { kind: row.problem, at };
    default:
      return null;
  }
}

function refundOf(details: unknown): { refundedMinor: number; currency: string | null } {
  const { amountMinor: refundedMinor, currency } = amountOf(details, 'refundedMinor');
  return { refundedMinor, currency };
}

function amountOf(
  details: unknown,
  name: string,
): { amountMinor: number; currency: string | null } {
  const fields = new Map(Object.entries(Object(details)));
  const amountMinor = fields.get(name);
  const currency = fields.get('currency');
  return {
    amountMinor: typeof amountMinor === 'number' ? amountMinor : 0,
    currency: typeof currency === 'string' ? currency : null,
  };
}

function textOf(details: unknown, name: string): string {
  const text = details && (details as Record<string, unknown>)[name];
  return typeof text === 'string' ? text : '';
}
