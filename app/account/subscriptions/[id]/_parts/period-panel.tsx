import { formatMoney } from '@/lib/domain/pricing/money';
import { formatCount } from '@/lib/domain/usage/call-count';
import type { UsageSummary } from '@/lib/domain/usage/usage-summary';
import type { SubscriptionDetail } from '@/lib/use-cases/subscriptions/view-subscription';
import { formatRange, formatTime } from '../../../../_ui/format-time';
import { Panel } from '../../../../_ui/panel';
import { costText } from '../../../_parts/price-text';
import styles from './period-panel.module.css';

/** This period's money: what it costs so far, what it will cost at this pace, what is still included. */
export function PeriodPanel({ subscription }: { subscription: SubscriptionDetail }) {
  const { calls, usage, period, usageAsOf } = subscription;
  if (calls === null || period === null) return null;
  const isEnded = subscription.notice?.kind === 'ended';
  return (
    <Panel
      id="period"
      title={isEnded ? 'Last period' : 'This period'}
      note={formatRange(period.start, period.end)}
    >
      <p className={styles.label}>{costLabel(subscription, isEnded)}</p>
      {usage === null ? (
        <p className={styles.unpriced}>{costText(subscription.price)}</p>
      ) : (
        <Cost costSoFar={usage.costSoFar} />
      )}
      <dl className={styles.facts}>
        <div>
          <dt>Calls</dt>
          <dd data-testid="calls">{formatCount(calls.callsInPeriod)}</dd>
        </div>
        {!usage?.included || usage.left === null ? null : (
          <Included included={usage.included} left={usage.left} />
        )}
        {isEnded || usage === null ? null : <Pace usage={usage} />}
        {subscription.credit === null ? null : <Ceiling credit={subscription.credit} />}
      </dl>
      <p className={styles.small}>
        {usageAsOf === null
          ? 'Usage hasn’t been counted yet. The first count comes within a day.'
          : `As of ${formatTime(usageAsOf)}.`}{' '}
        {subscription.hasBilling ? 'Your invoice covers the whole period.' : null}
      </p>
    </Panel>
  );
}

function Cost({ costSoFar }: Pick<UsageSummary, 'costSoFar'>) {
  const { lines, totalMinor, currency } = costSoFar;
  return (
    <>
      <p className={styles.total}>{formatMoney(totalMinor, currency)}</p>
      {lines.length < 2 ? null : (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line.description}>
              <span>{line.description}</span>
              <span>{formatMoney(line.amountMinor, currency)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Said from the first day on, so that nobody is shut out by surprise. */
function Ceiling({ credit }: { credit: NonNullable<SubscriptionDetail['credit']> }) {
  return (
    <div>
      <dt>Before your first payment</dt>
      <dd>
        up to {formatMoney(credit.ceilingMinor, credit.currency)}
        <span className={styles.unknown}>
          {' '}
          of usage; after that, calls are rejected until your first invoice is paid
        </span>
      </dd>
    </div>
  );
}

function costLabel(
  { hasBilling, suspendedPeriod }: Pick<SubscriptionDetail, 'hasBilling' | 'suspendedPeriod'>,
  isEnded: boolean,
): string {
  if (!hasBilling) return 'Cost';
  if (suspendedPeriod?.kind === 'not-due-unless-reopened') {
    return 'Cost if your key works again this period';
  }
  return isEnded ? 'Estimated cost' : 'Estimated cost so far';
}

function Pace({ usage }: { usage: UsageSummary }) {
  const { projectedCost, projectedCalls } = usage;
  return (
    <div>
      <dt>Projected</dt>
      <dd>
        {projectedCost === null || projectedCalls === null ? (
          <span className={styles.unknown}>not enough data yet</span>
        ) : (
          <>
            {formatMoney(projectedCost.totalMinor, projectedCost.currency)}
            <span className={styles.unknown}> for {formatCount(projectedCalls)} calls</span>
          </>
        )}
      </dd>
    </div>
  );
}

function Included({ included, left }: { included: number; left: number }) {
  return (
    <div>
      <dt>Included</dt>
      <dd>
        {formatCount(left)}
        <span className={styles.unknown}> left of {formatCount(included)}</span>
        <meter
          className={styles.meter}
          min={0}
          max={Math.max(included, 1)}
          value={included - left}
          aria-label={`${formatCount(included - left)} of ${formatCount(included)} included calls used`}
        />
      </dd>
    </div>
  );
}
