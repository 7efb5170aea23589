import type { SubscriptionProblem } from '@/lib/domain/attention/subscription-problem';
import { formatMoney } from '@/lib/domain/pricing/money';
import { dayWords } from '../../_ui/time-words';
import type { Tone } from '../../_ui/tone';

export interface ProblemWords {
  tone: Tone;
  title: string;
  help: string;
}

/** What went wrong with a subscription, or was put right, and what its owner can do. */
export function problemWords(problem: SubscriptionProblem): ProblemWords {
  const when = dayWords(problem.at);
  switch (problem.kind) {
    case 'duplicate-refunded':
      return {
        tone: 'warn',
        title: `Paid for twice on ${when}: the second payment was taken back.`,
        help: `${refundWords(problem)} The first subscription goes on with the same key; there is nothing to do.`,
      };
    case 'customer-deleted':
      return {
        tone: 'bad',
        title: `It ended on ${when}: your billing details were removed at Stripe.`,
        help: 'Nothing more is charged for it. Subscribe again to get a new key; there is nothing to do otherwise.',
      };
    case 'card-refused':
      return {
        tone: 'bad',
        title: `Ended on ${when}: the card belongs to a closed account that has not paid its last invoice.`,
        help: `${refundWords(problem)} No key was made. Pay that invoice, or use another card, then subscribe again.`,
      };
    case 'plan-change-failed':
      return {
        tone: 'bad',
        title: `The change of plan on ${when} was not made: its payment failed.`,
        help: 'The plan, the key and the price are what they were. Change the card, then change the plan again.',
      };
    case 'gateway-out-of-step':
      return {
        tone: 'warn',
        title: 'The gateway did not take the last change yet.',
        help: 'It is tried again by itself every few minutes and the operator has been told. Nothing is charged twice.',
      };
    case 'gateway-missing':
      return {
        tone: 'bad',
        title: 'API Management has lost this subscription: its keys don’t work.',
        help: 'The operator has been told and can restore it. It gets new keys then, and you get a message.',
      };
    case 'provider-missing':
    case 'foreign':
    case 'unknown-status':
      return {
        tone: 'warn',
        title: 'The payment service says something about it that we could not make sense of.',
        help: 'The key works as before. The operator has been told; there is nothing to do.',
      };
    default:
      return problem satisfies never;
  }
}

function refundWords(problem: { refundedMinor: number; currency: string | null }): string {
  if (problem.refundedMinor === 0 || problem.currency === null)
    return 'Nothing was charged for it.';
  return `${formatMoney(problem.refundedMinor, problem.currency)} go back to your card within some days.`;
}
