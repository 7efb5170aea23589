import type { PeriodWithVersion } from '../../db/periods';
import { markPeriodSwapped, type PlanVersion, resolvePeriodVersion } from '../../db/plan-versions';
import type { ProviderPrices } from '../../ports/provider-price';
import type { Needs } from '../deps';
import { ensurePlanVersion, isVersionOf } from './ensure-version';
import { isMeteredVersion } from './sold-terms';

/**
 * The version that a period is billed at: given when it was opened, otherwise taken from the prices of its invoice. An
 * invoice with other prices than those that the period began with means that somebody swapped them at the provider: the
 * period keeps its version, and nothing is billed late until an operator has decided.
 */
export async function versionOfPeriod(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  names: { subscriptionId: string; start: Date },
  period: PeriodWithVersion | null,
  prices: ProviderPrices,
): Promise<PlanVersion | null> {
  const known = period?.planVersion ?? null;
  if (prices.items.length === 0) return known;
  if (!known) {
    const version = await ensurePlanVersion(deps, prices);
    await resolvePeriodVersion(deps.db, names, version.id);
    return version;
  }
  const isOther = isMeteredVersion(known) && !isVersionOf(deps, known, prices);
  if (isOther && period?.swappedToId === null) {
    const other = await ensurePlanVersion(deps, prices);
    await markPeriodSwapped(deps.db, names, other.id);
    deps.log.error(
      { ...names, other: other.words },
      'invoiced at another price than it began with',
    );
  }
  return known;
}
