export interface SignalText {
  title: string;
  /** One sentence: what it does, and what is left to do. */
  help: string;
}

/** A payment signal in words. */
export function signalText(signal: { kind: string; state: string; isOpen: boolean }): SignalText {
  switch (signal.kind) {
    case 'dispute':
      return { title: 'Dispute', help: disputeHelp(signal) };
    case 'refund':
      return {
        title: 'Refund',
        help: 'The keys still work. Cancel the subscription if that is what the refund was for.',
      };
    case 'fraud-warning':
      return {
        title: 'Fraud warning',
        help: signal.isOpen
          ? 'The customer can’t subscribe to anything new. Refund the payment if it is fraud, or dismiss this.'
          : 'Already handled.',
      };
    case 'voided':
      return {
        title: 'Voided invoice',
        help: 'It is no longer owed, and nothing is blocked.',
      };
    case 'uncollectible':
      return {
        title: 'Written off',
        help: 'The customer can’t subscribe to anything new until it is paid, or voided in Stripe.',
      };
    case 'never-paid':
      return {
        title: 'Unpaid final invoice',
        help: 'Charged four times without success after the subscription ended; the payment link was emailed. Collect it, or write it off in Stripe.',
      };
    case 'shared-card':
      return {
        title: 'Card with debt from another account',
        help: 'The subscription works. Check whether it is a company card or the same person again.',
      };
    case 'refused-card':
      return {
        title: 'Card of a closed debtor',
        help: 'The subscription was ended before it had a key, and anything charged was refunded.',
      };
    default:
      return { title: signal.kind, help: 'This version doesn’t know it. Check in Stripe.' };
  }
}

function disputeHelp({ state, isOpen }: { state: string; isOpen: boolean }): string {
  if (state === 'lost' && isOpen) {
    return 'Lost: the subscription stays suspended. Dismiss this to restore access, or cancel the subscription.';
  }
  if (!isOpen) return 'Closed: the subscription is no longer suspended for it.';
  return 'The subscription is suspended and the customer can’t subscribe to anything new. Respond in Stripe before the deadline.';
}
