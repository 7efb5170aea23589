import type { SubscriptionProblem } from '@/lib/domain/attention/subscription-problem';
import { formatMoney } from '@/lib/domain/pricing/money';
import { formatDay } from '../../_ui/format-time';
import type { Tone } from '../../_ui/tone';

export interface ProblemText {
  tone: Tone;
  title: string;
  help: string;
}

/** What went wrong with a subscription, or was put right, and what its owner can do. */
export function problemText(problem: SubscriptionProblem): ProblemText {
  const when = formatDay(problem.at);
  switch (problem.kind) {
    case 'duplicate-refunded':
      return {
        tone: 'warn',
        title: `Subscribed twice on ${when}: the second subscription was canceled.`,
        help: `${refundText(problem)} The first subscription continues with the same key; there is nothing to do.`,
      };
    case 'customer-deleted':
      return {
        tone: 'bad',
        title: `Ended on ${when}: your billing details were deleted in Stripe.`,
        help: 'Nothing more is charged for it. Subscribe again to get a new key.',
      };
    case 'card-refused':
      return {
        tone: 'bad',
        title: `Ended on ${when}: the card belongs to a closed account with an unpaid final invoice.`,
        help: `${refundText(problem)} No key was created. Pay that invoice or use another card, then subscribe again.`,
      };
    case 'plan-change-failed':
      return {
        tone: 'bad',
        title: `The plan change on ${when} failed: the payment didn’t go through.`,
        help: 'Your plan, keys and price haven’t changed. Update your card, then change the plan again.',
      };
    case 'gateway-out-of-step':
      return {
        tone: 'warn',
        title: 'API Management hasn’t applied the last change yet.',
        help: 'We retry every few minutes, and the operator has been notified. You won’t be charged twice; there is nothing to do.',
      };
    case 'gateway-missing':
      return {
        tone: 'bad',
        title: 'API Management has lost this subscription: its keys don’t work.',
        help: 'The operator has been notified and can restore it with new keys. We’ll email you then.',
      };
    case 'price-differs':
      return {
        tone: 'warn',
        title: 'Stripe bills another price than you subscribed at.',
        help: 'Your key works as before. The operator has been notified and will accept the price or correct it in Stripe.',
      };
    case 'provider-missing':
    case 'foreign':
    case 'unknown-status':
      return {
        tone: 'warn',
        title: 'Stripe reports something about this subscription that we don’t recognize.',
        help: 'Your key works as before. The operator has been notified; there is nothing to do.',
      };
    default:
      return problem satisfies never;
  }
}

function refundText(problem: { refundedMinor: number; currency: string | null }): string {
  if (problem.refundedMinor === 0 || problem.currency === null)
    return 'Nothing was charged for it.';
  return `${formatMoney(problem.refundedMinor, problem.currency)} will be back on your card within a few days.`;
}
