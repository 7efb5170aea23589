/** The state of one invoice, as far as it matters for new credit. */
export interface OwedInvoice {
  state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  remainingMinor: number;
  currency: string;
  /** What the provider's last attempt to collect it came to. */
  collection: 'none' | 'processing' | 'needs-authentication' | 'failed';
  dueAt: Date | null;
  payUrl: string | null;
}

/**
 * Owed and not paid: a failed attempt, a due date that has passed, or a write-off. Not an invoice that is open while a
 * debit is processing or before its first attempt, nor an amount that was carried to a balance; a voided one is no
 * longer owed.
 */
export function isUnpaid(invoice: OwedInvoice, now: Date): boolean {
  if (invoice.remainingMinor <= 0) return false;
  if (invoice.state === 'uncollectible') return true;
  if (invoice.state !== 'open') return false;
  if (invoice.collection === 'failed' || invoice.collection === 'needs-authentication') return true;
  return invoice.collection === 'none' && invoice.dueAt !== null && invoice.dueAt <= now;
}

export interface CreditSettings {
  graceDaysBeforeFirstPayment: number;
  /** Whether an address has to be confirmed before the first paid product. */
  requiresConfirmedEmail: boolean;
  /** Live subscriptions that an owner may have of one product. */
  maxLive: number;
  /** The same before the first payment above zero. */
  maxLiveBeforeFirstPayment: number;
  /**
   * Unbilled usage beyond a period's minimum bill that is allowed before the first payment, in minor units; null = no
   * limit.
   */
  allowedMinor: number | null;
}

/** What is known of an owner who asks for more credit. */
export interface CreditStanding {
  /** Has once paid an invoice above zero that was not taken back. */
  hasPaid: boolean;
  /** Of the owner, and of closed accounts that had the same address. */
  unpaid: readonly OwedInvoice[];
  /** Whether some of that is a closed account's. */
  owesFromClosedAccount: boolean;
  /** A subscription whose payment failed, although none of its invoices is known to. */
  hasFailedSubscription: boolean;
  /** Where that can be paid. */
  failedPayUrl: string | null;
  hasOpenDispute: boolean;
  /** A card network's warning that nobody has looked at. */
  hasFraudWarning: boolean;
  isEmailConfirmed: boolean;
  /** Subscriptions of the product that are live or wait for payment, the one that is asked for not counted. */
  liveOfProduct: number;
}

/** The first is what has to be done first. */
export type CreditRefusal =
  | { kind: 'disputed' }
  | {
      kind: 'unpaid' | 'owes-from-closed-account';
      /** Of how many invoices; 0 where none is known. */
      count: number;
      totals: { amountMinor: number; currency: string }[];
      payUrl: string | null;
    }
  | { kind: 'fraud-warning' }
  | { kind: 'unconfirmed-email' }
  | { kind: 'too-many'; most: number; hasPaid: boolean };

/** May this owner take on more credit: buy another subscription, or change to one that costs more? Null: yes. */
export function decideCredit(
  standing: CreditStanding,
  settings: CreditSettings,
): CreditRefusal | null {
  if (standing.hasOpenDispute) return { kind: 'disputed' };
  const unpaid = unpaidRefusal(standing);
  if (unpaid) return unpaid;
  if (standing.hasFraudWarning) return { kind: 'fraud-warning' };
  if (settings.requiresConfirmedEmail && !standing.hasPaid && !standing.isEmailConfirmed) {
    return { kind: 'unconfirmed-email' };
  }
  const most = standing.hasPaid
    ? settings.maxLive
    : Math.min(settings.maxLive, settings.maxLiveBeforeFirstPayment);
  if (standing.liveOfProduct >= most) return { kind: 'too-many', most, hasPaid: standing.hasPaid };
  return null;
}

function unpaidRefusal(standing: CreditStanding): CreditRefusal | null {
  const { unpaid } = standing;
  if (unpaid.length === 0 && !standing.hasFailedSubscription) return null;
  const byCurrency = new Map<string, number>();
  for (const { currency, remainingMinor } of unpaid) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + remainingMinor);
  }
  const totals = [...byCurrency].map(([currency, amountMinor]) => ({ amountMinor, currency }));
  const payUrl = unpaid.find((one) => one.payUrl !== null)?.payUrl ?? standing.failedPayUrl;
  const kind = standing.owesFromClosedAccount ? 'owes-from-closed-account' : 'unpaid';
  return { kind, count: unpaid.length, totals, payUrl };
}
