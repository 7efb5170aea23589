import { hasPaidBefore } from '../../db/standings';
import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { listUnbilledPeriods } from '../../db/unbilled';
import { sumWindows } from '../../db/usage';
import { type CreditUse, creditUse, type UnbilledPeriod } from '../../domain/access/credit-ceiling';
import { findProduct } from '../../domain/catalog/catalog';
import { usageRange } from '../../domain/usage/usage-window';
import { isMetered } from '../catalog/metered-products';
import type { Needs } from '../deps';

type Row = Pick<
  SubscriptionWithCustomer,
  'id' | 'userId' | 'productId' | 'status' | 'creditAllowedMinor' | 'reversedAt' | 'endedAt'
>;

/**
 * How much of what is lent before the first payment a subscription has used. Null where there is no such ceiling: the
 * owner has paid before, the setting is off, or the product costs the same however much is called.
 */
export async function creditUseOf(
  deps: Needs<'catalog' | 'db' | 'settings'>,
  row: Row,
): Promise<(CreditUse & { currency: string }) | null> {
  const allowedMinor = row.creditAllowedMinor ?? deps.settings.credit.allowedMinor;
  const product = findProduct(deps.catalog, row.productId);
  if (allowedMinor === null || !product || product.pricingModelType === 'Free') return null;
  if (!isMetered(deps, row.productId) || row.reversedAt || row.endedAt) return null;
  // Calls of a trial cost nothing.
  if (row.status === 'trialing' || row.status === 'checkout') return null;
  if (await hasPaidBefore(deps.db, row.userId)) return null;
  const use = creditUse(await unbilled(deps, row), allowedMinor);
  return { ...use, currency: product.currency };
}

async function unbilled(deps: Needs<'catalog' | 'db'>, row: Row): Promise<UnbilledPeriod[]> {
  const periods: UnbilledPeriod[] = [];
  for (const period of await listUnbilledPeriods(deps.db, row.id)) {
    const product = findProduct(deps.catalog, period.productId ?? row.productId);
    if (!product) continue;
    const range = usageRange(period);
    const calls =
      period.state === 'closed' && period.callsBilled !== null
        ? Number(period.callsBilled)
        : await sumWindows(deps.db, {
            subscriptionId: row.id,
            from: range.start,
            to: range.end,
          });
    periods.push({ product, calls });
  }
  return periods;
}
