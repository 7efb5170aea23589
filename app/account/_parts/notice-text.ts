import type { AccessReason, Notice } from '@/lib/domain/access/access';
import type { AccessGap } from '@/lib/domain/access/access-gap';
import type { SubscriptionProblem } from '@/lib/domain/attention/subscription-problem';
import { formatDay } from '../../_ui/format-time';
import type { Tone } from '../../_ui/tone';
import { ACCESS_GAP_TEXT } from './access-gap-text';

export interface NoticeText {
  tone: Tone;
  /** One or two words for the badge. */
  badge: string;
  /** One sentence: what is so. */
  title: string;
  /** What it means and what to do; null when there is nothing to do. */
  help: string | null;
}

/** The state of a subscription in words. Null: the provider said something that we don't know. */
export function noticeText(notice: Notice | null): NoticeText {
  if (notice === null) {
    return {
      tone: 'warn',
      badge: 'Unknown',
      title: 'Stripe reports a status that we don’t recognize.',
      help: 'Your access hasn’t changed. The operator has been notified.',
    };
  }
  switch (notice.kind) {
    case 'active':
      return { tone: 'good', badge: 'Active', title: 'Your key works.', help: null };
    case 'ends-on':
      return {
        tone: 'warn',
        badge: 'Ending',
        title: `Canceled: your key works until ${formatDay(notice.at)}.`,
        help: 'You can undo this until then. Your usage until then is on your final invoice.',
      };
    case 'waiting-for-payment':
      return {
        tone: 'neutral',
        badge: 'Incomplete',
        title: 'Waiting for payment.',
        help: 'Your key is created after payment. Nothing has been charged. If you no longer want it, discard it.',
      };
    case 'checkout-expired':
      return {
        tone: 'neutral',
        badge: 'Expired',
        title: 'The checkout expired before it was paid.',
        help: 'Nothing was charged. You can start again.',
      };
    case 'payment-failed':
      return {
        tone: 'bad',
        badge: 'Past due',
        title: 'The last payment failed.',
        help: `Pay or update your card by ${formatDay(notice.suspendedAt)} to avoid interruption.`,
      };
    case 'suspended':
      return suspensionText(notice.reasons[0] ?? 'unpaid');
    case 'ended':
      return {
        tone: 'neutral',
        badge: 'Canceled',
        title:
          notice.reason === 'payment-failed'
            ? 'Canceled because a payment failed.'
            : 'This subscription was canceled.',
        help: 'Your key no longer works. Subscribe again any time to get a new one.',
      };
    default:
      return notice satisfies never;
  }
}

/** The badge next to the name. What the keys really do goes before what the payment service still says. */
export function badgeOf(subscription: {
  notice: Notice | null;
  endingNow: boolean;
  accessGap: AccessGap | null;
  quotaUsedUpUntil: Date | null;
  blocked: boolean;
  problem: SubscriptionProblem | null;
}): {
  tone: Tone;
  badge: string;
} {
  const { accessGap } = subscription;
  if (accessGap !== null) return { tone: 'warn', badge: ACCESS_GAP_TEXT[accessGap].badge };
  if (subscription.endingNow) return { tone: 'warn', badge: 'Ending' };
  const isOpen = subscription.notice?.kind === 'active' || subscription.notice?.kind === 'ends-on';
  if (isOpen && subscription.blocked) return { tone: 'bad', badge: 'Blocked' };
  if (isOpen && subscription.problem?.kind === 'gateway-missing') {
    return { tone: 'bad', badge: 'Keys lost' };
  }
  if (subscription.notice?.kind === 'active' && subscription.quotaUsedUpUntil !== null) {
    return { tone: 'warn', badge: 'Quota used up' };
  }
  return noticeText(subscription.notice);
}

/** One reason of several that a subscription is suspended for. */
export function suspensionText(reason: AccessReason | 'paused'): NoticeText {
  switch (reason) {
    case 'paused':
      return {
        tone: 'warn',
        badge: 'Paused',
        title: 'Paused: your key doesn’t work.',
        help: 'The same key works again when the subscription is resumed.',
      };
    case 'dispute':
      return {
        tone: 'bad',
        badge: 'Suspended',
        title: 'Suspended: a payment is disputed and calls are rejected.',
        help: 'You, or someone with your card, asked the bank to reverse a payment. The same key works again when the dispute is closed in our favor or withdrawn.',
      };
    case 'unpaid':
      return {
        tone: 'bad',
        badge: 'Suspended',
        title: 'Suspended: a payment is overdue and calls are rejected.',
        help: 'The same key works again once it’s paid.',
      };
    case 'credit':
      return {
        tone: 'bad',
        badge: 'Suspended',
        title: 'Suspended: you have reached the limit before your first payment.',
        help: 'The same key works again once your first invoice is paid, and this limit no longer applies. If you need more before that, ask the operator.',
      };
    case 'cap':
      return {
        tone: 'warn',
        badge: 'Suspended',
        title: 'Suspended: you have reached your spending cap.',
        help: 'The same key works again when you raise the cap or the next period starts.',
      };
    default:
      return reason satisfies never;
  }
}
