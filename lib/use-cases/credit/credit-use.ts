import { hasPaidBefore } from '../../db/standings';
import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { listUnbilledPeriods } from '../../db/unbilled';
import { sumWindows } from '../../db/usage';
import { type CreditUse, creditUse, type UnbilledPeriod } from '../../domain/access/credit-ceiling';
import { withoutLimit } from '../../domain/pricing/price-plan';
import { usageRange } from '../../domain/usage/usage-window';
import type { Needs } from '../deps';
import { planOfVersion } from '../plan-versions/sold-terms';

type Row = Pick<
  SubscriptionWithCustomer,
  'id' | 'userId' | 'planVersion' | 'status' | 'creditAllowedMinor' | 'reversedAt' | 'endedAt'
>;

/**
 * How much of what is lent before the first payment a subscription has used. Null where there is no such ceiling: the
 * owner has paid before, the setting is off, or the product costs the same however much is called.
 */
export async function creditUseOf(
  deps: Needs<'db' | 'settings'>,
  row: Row,
): Promise<(CreditUse & { currency: string }) | null> {
  const allowedMinor = row.creditAllowedMinor ?? deps.settings.credit.allowedMinor;
  const plan = planOfVersion(row.planVersion);
  if (allowedMinor === null || plan?.kind !== 'metered') return null;
  if (row.reversedAt || row.endedAt) return null;
  // Calls of a trial cost nothing.
  if (row.status === 'trialing' || row.status === 'checkout') return null;
  if (await hasPaidBefore(deps.db, row.userId)) return null;
  const use = creditUse(await unbilled(deps, row), allowedMinor);
  return { ...use, currency: plan.currency };
}

async function unbilled(deps: Needs<'db'>, row: Row): Promise<UnbilledPeriod[]> {
  const periods: UnbilledPeriod[] = [];
  for (const period of await listUnbilledPeriods(deps.db, row.id)) {
    const plan = planOfVersion(period.planVersion);
    if (!plan) continue;
    const range = usageRange(period);
    const calls =
      period.state === 'closed' && period.callsBilled !== null
        ? Number(period.callsBilled)
        : await sumWindows(deps.db, {
            subscriptionId: row.id,
            from: range.start,
            to: range.end,
          });
    periods.push({ product: withoutLimit(plan), calls });
  }
  return periods;
}
