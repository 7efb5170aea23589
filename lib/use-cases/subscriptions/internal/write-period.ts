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

/**
 * The current period as the provider reports it; in a pause, with the calls that were answered until the gateway was
 * suspended.
 */
export async function writePeriod(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
  whole: Period,
  now: Date,
): Promise<void> {
  const period = { subscriptionId: row.id, wholeEnd: whole.end, ...cutAtEnd(whole, found) };
  if (found.status !== 'paused') return recordPeriod(deps.db, period);
  // The gateway is suspended next: calls until then count, even beyond the provider's end of the period.
  const answeredUntil = row.gatewayState === 'active' ? secondBucketAfter(now) : null;
  await recordPausedPeriod(deps.db, { ...period, answeredUntil });
}

/** If the gateway is closed only now, it has answered calls until now: these are billed as well. */
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

/** The provider does not move a period's end when the subscription ended before it. */
function cutAtEnd(period: Period, found: ProviderSubscription): Period {
  const { endedAt } = found;
  return endedAt && endedAt > period.start && endedAt < period.end
    ? { start: period.start, end: endedAt }
    : period;
}
