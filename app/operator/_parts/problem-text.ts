import type { SubscriptionProblem } from '@/lib/domain/attention/subscription-problem';
import { formatMoney } from '@/lib/domain/pricing/money';
import { formatTime } from '../../_ui/format-time';

/** What is wrong, what it is worth and since when, for somebody who can put it right. */
export function operatorProblemText(problem: SubscriptionProblem): string {
  return `${whatText(problem)} (${formatTime(problem.at)})`;
}

function whatText(problem: SubscriptionProblem): string {
  switch (problem.kind) {
    case 'duplicate-refunded': {
      const { refundedMinor, currency } = problem;
      const amount = currency === null ? 'nothing' : formatMoney(refundedMinor, currency);
      return `Subscribed twice: the newer subscription was canceled and ${amount} refunded. Nothing to do.`;
    }
    case 'customer-deleted': {
      const { openMinor, currency } = problem;
      const open =
        currency === null || openMinor === 0
          ? 'No invoice was open.'
          : `Open invoices of ${formatMoney(openMinor, currency)} will not be paid: void them or mark them uncollectible in Stripe.`;
      return `Its customer was deleted in Stripe, so nothing more can be charged. ${open} Unbilled usage is listed under Late usage.`;
    }
    case 'card-refused': {
      const { refundedMinor, currency } = problem;
      const amount = currency === null ? 'nothing' : formatMoney(refundedMinor, currency);
      return `Paid with the card of a closed account that owes money: ended before it had a key, and ${amount} refunded. Nothing to do.`;
    }
    case 'plan-change-failed':
      return 'Plan change failed: the payment didn’t go through. The customer was notified.';
    case 'gateway-out-of-step':
      return 'API Management didn’t apply the state or the plan. See the log for why, then sync.';
    case 'gateway-missing':
      return 'API Management has lost it: the keys don’t work and the customer is still billed. Restore it; its keys will be new.';
    case 'provider-missing':
      return 'Stripe doesn’t know it. Check the account and the key; access was left on.';
    case 'price-differs':
      return problem.sold === problem.billed
        ? `The metadata in Stripe names another product than its price (${problem.billed}). Access was left as it was. Correct the metadata there, or accept the price on the subscription’s page, which corrects it.`
        : `Sold at “${problem.sold}”, but Stripe bills “${problem.billed}”. Access was left as it was. Accept that price on the subscription’s page, or restore the old one in Stripe.`;
    case 'foreign':
      return 'Another customer’s subscription in Stripe claims to be this one. Correct its metadata there.';
    case 'unknown-status':
      return 'Stripe reports a status that this version doesn’t know. Access was left as it was.';
    default:
      return problem satisfies never;
  }
}
