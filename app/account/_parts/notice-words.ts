import type { AccessReason, Notice } from '@/lib/domain/access/access';
import type { AccessGap } from '@/lib/domain/access/access-gap';
import type { SubscriptionProblem } from '@/lib/domain/attention/subscription-problem';
import { dayWords } from '../../_ui/time-words';
import type { Tone } from '../../_ui/tone';
import { ACCESS_GAP_TEXT } from './access-gap-text';

export interface NoticeWords {
  tone: Tone;
  /** One or two words for the badge. */
  badge: string;
  /** One sentence: what is so. */
  title: string;
  /** What it means and what to do; null when there is nothing to do. */
  help: string | null;
}

/** The state of a subscription in words. Null: the provider said something that we don't know. */
export function noticeWords(notice: Notice | null): NoticeWords {
  if (notice === null) {
    return {
      tone: 'warn',
      badge: 'Unclear',
      title: 'The payment service reports a state that we don’t know.',
      help: 'Access stays as it was. The operator has been told.',
    };
  }
  switch (notice.kind) {
    case 'active':
      return { tone: 'good', badge: 'Active', title: 'The key works.', help: null };
    case 'ends-on':
      return {
        tone: 'warn',
        badge: 'Ending',
        title: `Cancelled: the key works until ${dayWords(notice.at)}.`,
        help: 'Until then you can undo it. What you use until then is on the last invoice.',
      };
    case 'waiting-for-payment':
      return {
        tone: 'neutral',
        badge: 'Not paid yet',
        title: 'Waiting for payment.',
        help: 'Your key is created after payment. Nothing has been charged. If you no longer want it, discard it.',
      };
    case 'checkout-expired':
      return {
        tone: 'neutral',
        badge: 'Expired',
        title: 'The checkout expired before it was paid.',
        help: 'Nothing was charged. Start again when you like.',
      };
    case 'payment-failed':
      return {
        tone: 'bad',
        badge: 'Payment failed',
        title: 'The last payment failed.',
        help: `The key works until ${dayWords(notice.suspendedAt)}. Pay before then, or change the card, and nothing is interrupted.`,
      };
    case 'suspended':
      return suspensionWords(notice.reasons[0] ?? 'unpaid');
    case 'ended':
      return {
        tone: 'neutral',
        badge: 'Ended',
        title:
          notice.reason === 'payment-failed'
            ? 'Ended because a payment failed.'
            : 'Ended as you asked.',
        help: 'The key no longer works. You can subscribe again at any time, with a new key.',
      };
    default:
      return notice satisfies never;
  }
}

/** The badge beside the name. What the keys really do goes before what the payment service still says. */
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
  return noticeWords(subscription.notice);
}

/** One reason of several that a subscription is suspended for. */
export function suspensionWords(reason: AccessReason | 'paused'): NoticeWords {
  switch (reason) {
    case 'paused':
      return {
        tone: 'warn',
        badge: 'Paused',
        title: 'Paused: the key does not work.',
        help: 'When the subscription is resumed, the same key works again.',
      };
    case 'dispute':
      return {
        tone: 'bad',
        badge: 'Suspended',
        title: 'Suspended, because a payment is disputed: calls are refused.',
        help: 'You, or somebody with your card, asked the bank to take a payment back. When the dispute is closed in our favor or your bank withdraws it, the same key works again.',
      };
    case 'unpaid':
      return {
        tone: 'bad',
        badge: 'Suspended',
        title: 'Suspended, because a payment is missing: calls are refused.',
        help: 'As soon as it is paid, the same key works again.',
      };
    case 'credit':
      return {
        tone: 'bad',
        badge: 'Suspended',
        title: 'Suspended: you have used what is available before your first payment.',
        help: 'As soon as your first invoice is paid, the same key works again and this limit is gone. If you need more before that, ask the operator of this site.',
      };
    case 'cap':
      return {
        tone: 'warn',
        badge: 'Suspended',
        title: 'Suspended: your spending cap is reached.',
        help: 'The same key works again when you raise the cap, or when the next period begins.',
      };
    default:
      return reason satisfies never;
  }
}
