import type { PlanVersion } from '../../../db/plan-versions';
import {
  recordAnsweredAfterEnd,
  recordPausedPeriod,
  recordPeriod,
} from '../../../db/record-period';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import type { Period } from '../../../domain/usage/billing-period';
import { lastUsageRange, secondBucketAfter } from '../../../domain/usage/usage-window';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import type { Needs } from '../../deps';
import { isMeteredVersion } from '../../plan-versions/sold-terms';

/**
 * The current period as the provider reports it; in a pause, with the calls that were answered until the gateway was
 * suspended.
 */
export async function writePeriod(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  read: { found: ProviderSubscription; version: PlanVersion; whole: Period; now: Date },
): Promise<void> {
  const { found, version, whole, now } = read;
  const period = {
    subscriptionId: row.id,
    planVersionId: version.id,
    wholeEnd: whole.end,
    ...cutAtEnd(whole, found),
  };
  if (found.status !== 'paused') return recordPeriod(deps.db, period);
  // The gateway is suspended next: calls until then count, even beyond the provider's end of the period.
  const answeredUntil = row.gatewayState === 'active' ? secondBucketAfter(now) : null;
  await recordPausedPeriod(deps.db, { ...period, answeredUntil });
}

/** If the gateway is closed only now, it has answered calls until now: these are billed as well. */
export async function keepAnsweredAfterEnd(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  version: PlanVersion,
  { endedAt, now }: { endedAt: Date; now: Date },
): Promise<void> {
  if (row.gatewayState !== 'active' || !isMeteredVersion(version)) return;
  await recordAnsweredAfterEnd(deps.db, {
    subscriptionId: row.id,
    from: lastUsageRange({ start: endedAt, end: endedAt }).end,
    answeredUntil: secondBucketAfter(now),
    at: now,
  });
}

/** The provider does not move a period's end when the subscription ended before it. */
function cutAtEnd(period: Period, found: ProviderSubscription): Period {
  const { endedAt } = found;
  return endedAt && endedAt > period.start && endedAt < period.end
    ? { start: period.start, end: endedAt }
    : period;
}
