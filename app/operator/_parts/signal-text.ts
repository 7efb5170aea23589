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
        help: 'The keys go on working. End the subscription if that is what the refund was for.',
      };
    case 'fraud-warning':
      return {
        title: 'Fraud warning',
        help: signal.isOpen
          ? 'The owner can’t buy anything new. Refund the payment if it is fraud, or dismiss this.'
          : 'It was acted on.',
      };
    case 'voided':
      return {
        title: 'Voided invoice',
        help: 'Nothing is owed for it any more, and nothing is blocked.',
      };
    case 'uncollectible':
      return {
        title: 'Written off',
        help: 'Its owner still can’t buy anything new until it is paid, or voided in Stripe.',
      };
    case 'never-paid':
      return {
        title: 'Unpaid last invoice',
        help: 'Tried four times after the subscription had ended; the link was sent by mail. Collect it, or write it off in Stripe.',
      };
    case 'shared-card':
      return {
        title: 'Card that others owe on',
        help: 'The subscription works. Look whether it is a company’s card or the same person again.',
      };
    case 'refused-card':
      return {
        title: 'Card of a closed debtor',
        help: 'The subscription was ended before it had a key, and anything charged was refunded.',
      };
    default:
      return { title: signal.kind, help: 'This version does not know it. Look in Stripe.' };
  }
}

function disputeHelp({ state, isOpen }: { state: string; isOpen: boolean }): string {
  if (state === 'lost' && isOpen) {
    return 'Lost: the subscription stays suspended. Dismiss this to open it again, or end it.';
  }
  if (!isOpen) return 'Over: the subscription is not suspended for it any more.';
  return 'The subscription is suspended and nothing new is sold. Answer it in Stripe in time.';
}
