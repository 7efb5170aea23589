import Link from 'next/link';
import { formatMoney } from '@/lib/domain/pricing/money';
import { formatCount } from '@/lib/domain/usage/call-count';
import type { SubscriptionCard } from '@/lib/use-cases/subscriptions/view-account';
import { Badge } from '../../_ui/badge';
import { formatDay } from '../../_ui/format-time';
import { ACCESS_GAP_TEXT } from './access-gap-text';
import { badgeOf, noticeText } from './notice-text';
import { problemText } from './problem-text';
import styles from './subscription-row.module.css';

/** One subscription of the list. The whole row leads to it. */
export function SubscriptionRow({ subscription }: { subscription: SubscriptionCard }) {
  const words = noticeText(subscription.notice);
  const { tone, badge } = badgeOf(subscription);
  const { costSoFar } = subscription;
  const problem = subscription.problem === null ? null : problemText(subscription.problem);
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <h2 className={styles.name}>
          <Link
            className={styles.link}
            href={`/account/subscriptions/${subscription.id}`}
            prefetch={false}
          >
            {subscription.name}
          </Link>
        </h2>
        <p className={styles.sub}>{subscription.productName}</p>
      </div>
      <div className={styles.state}>
        <Badge tone={tone}>{badge}</Badge>
        <p className={styles.sub}>
          {subscription.accessGap !== null
            ? ACCESS_GAP_TEXT[subscription.accessGap].title
            : subscription.endingNow
              ? 'Ending: your final invoice is being created.'
              : subscription.quotaUsedUpUntil !== null && subscription.notice?.kind === 'active'
                ? `Calls are rejected until ${formatDay(subscription.quotaUsedUpUntil)}`
                : subscription.notice?.kind === 'active' && subscription.periodEnd !== null
                  ? `Period ends ${formatDay(subscription.periodEnd)}`
                  : words.title}
        </p>
      </div>
      <dl className={styles.figures}>
        <div>
          <dt>Calls</dt>
          <dd>{subscription.pending ? '–' : formatCount(subscription.callsInPeriod)}</dd>
        </div>
        <div>
          <dt>Cost so far</dt>
          <dd>
            {costSoFar === null || subscription.pending
              ? '–'
              : formatMoney(costSoFar.totalMinor, costSoFar.currency)}
          </dd>
        </div>
      </dl>
      {problem === null ? null : (
        <p className={styles.problem}>
          {problem.title} {problem.help}
        </p>
      )}
    </li>
  );
}
