import { recordPeriod } from '../../db/record-period';
import { type SubscriptionWithCustomer, updateSubscription } from '../../db/subscriptions';
import { nextPeriod } from '../../domain/usage/billing-period';
import type { Needs } from '../deps';
import { planOfVersion } from '../plan-versions/sold-terms';

/** No provider renews a free subscription: its periods are counted here, and each is recorded, up to now. */
export async function rollFreePeriod(
  deps: Needs<'clock' | 'db'>,
  row: SubscriptionWithCustomer,
): Promise<void> {
  const plan = planOfVersion(row.planVersion);
  if (!plan || !row.periodAnchor || !row.periodStart || !row.periodEnd) return;
  const now = await deps.clock.now();
  let period = { start: row.periodStart, end: row.periodEnd };
  if (period.end > now) return;
  while (period.end <= now) {
    period = nextPeriod(row.periodAnchor, plan.recurring, period);
    await recordPeriod(deps.db, {
      subscriptionId: row.id,
      planVersionId: row.planVersionId,
      ...period,
    });
  }
  await updateSubscription(deps.db, row.id, { periodStart: period.start, periodEnd: period.end });
}
