import {
  recordAnsweredAfterEnd,
  recordPausedPeriod,
  recordPeriod,
} from '../../../db/record-period';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import type { Period } from '../../../domain/usage/billing-period';
import { lastUsageRange, secondBucketAfter } from '../../../domain/usage/usage-window';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import { isMetered } from '../../catalog/metered-products';
import type { Needs } from '../../deps';

/** The running period as the provider says it; in a pause, with what was answered until the gateway heard of it. */
export async function writePeriod(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
  whole: Period,
  now: Date,
): Promise<void> {
  const period = { subscriptionId: row.id, wholeEnd: whole.end, ...cutAtEnd(whole, found) };
  if (found.status !== 'paused') return recordPeriod(deps.db, period);
  // The gateway hears of it next: what was answered until then counts, beyond the provider's end of the period too.
  const answeredUntil = row.gatewayState === 'active' ? secondBucketAfter(now) : null;
  await recordPausedPeriod(deps.db, { ...period, answeredUntil });
}

/** Where the gateway hears of the end only now, it has answered until now: these calls are billed as well. */
export async function keepAnsweredAfterEnd(
  deps: Needs<'catalog' | 'db'>,
  row: SubscriptionWithCustomer,
  endedAt: Date,
  now: Date,
): Promise<void> {
  if (row.gatewayState !== 'active' || !isMetered(deps, row.productId)) return;
  await recordAnsweredAfterEnd(deps.db, {
    subscriptionId: row.id,
    from: lastUsageRange({ start: endedAt, end: endedAt }).end,
    answeredUntil: secondBucketAfter(now),
    at: now,
  });
}

/** The provider leaves a period's end where it was when the subscription ended before it. */
function cutAtEnd(period: Period, found: ProviderSubscription): Period {
  const { endedAt } = found;
  return endedAt && endedAt > period.start && endedAt < period.end
    ? { start: period.start, end: endedAt }
    : period;
}
