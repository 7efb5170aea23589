import type { SubscriptionProblem } from '@/lib/domain/attention/subscription-problem';
import { formatMoney } from '@/lib/domain/pricing/money';
import { timeWords } from '../../_ui/time-words';

/** What is wrong, what it is worth and since when, for somebody who can put it right. */
export function operatorProblemWords(problem: SubscriptionProblem): string {
  return `${whatWords(problem)} (${timeWords(problem.at)})`;
}

function whatWords(problem: SubscriptionProblem): string {
  switch (problem.kind) {
    case 'duplicate-refunded': {
      const { refundedMinor, currency } = problem;
      const amount = currency === null ? 'nothing' : formatMoney(refundedMinor, currency);
      return `Paid for twice: the newer one was ended and ${amount} refunded. Nothing to do.`;
    }
    case 'customer-deleted': {
      const { openMinor, currency } = problem;
      const open =
        currency === null || openMinor === 0
          ? 'No invoice was open.'
          : `Open invoices of ${formatMoney(openMinor, currency)} will not be paid: void them or mark them uncollectible in Stripe.`;
      return `Its customer was deleted in Stripe, so nothing can be charged any more. ${open} Usage that was not billed is under Late usage.`;
    }
    case 'card-refused': {
      const { refundedMinor, currency } = problem;
      const amount = currency === null ? 'nothing' : formatMoney(refundedMinor, currency);
      return `Paid with a card that a closed account left unpaid: ended before it had a key, and ${amount} refunded. Nothing to do.`;
    }
    case 'plan-change-failed':
      return 'Change of plan not made: its payment failed. The customer was told.';
    case 'gateway-out-of-step':
      return 'The gateway did not take the state or the plan. See the log for why, then sync.';
    case 'gateway-missing':
      return 'API Management has lost it: the keys don’t work, and the customer goes on paying. Restore it; its keys will be new ones.';
    case 'provider-missing':
      return 'The provider does not know it. Check the account and the key; access was left on.';
    case 'foreign':
      return 'Another customer’s subscription at the provider claims to be this one. Correct its metadata there.';
    case 'unknown-status':
      return 'The provider’s state is one that this version does not know. Access was left as it was.';
    default:
      return problem satisfies never;
  }
}
