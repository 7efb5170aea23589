import { listSharedAllowances, type OwnedPeriod, setAllowanceUsed } from '../../db/allowances';
import { listMeteredVersions } from '../../db/plan-versions';
import { allowanceUsedBefore, freeAllowance } from '../../domain/access/allowance';
import { withoutLimit } from '../../domain/pricing/price-plan';
import type { Needs } from '../deps';
import { planOfVersion } from '../plan-versions/sold-terms';

/** As far back as late usage is billed. */
const LOOK_BACK_MS = 60 * 86_400_000;

/**
 * Records on every period how much of its product's free allowance its owner had used before it, so that canceling and
 * buying again, or changing the plan away and back, gives no second one. It is derived from the counts alone: it
 * changes with them, and what was billed already is corrected as late usage.
 */
export async function shareAllowances(
  deps: Needs<'clock' | 'db'>,
  only?: { subscriptionId: string },
): Promise<void> {
  const terms = new Map(
    (await listMeteredVersions(deps.db)).flatMap((version) => {
      const plan = planOfVersion(version);
      const included = plan && freeAllowance(withoutLimit(plan));
      return plan && included !== null
        ? [[version.id, { included, recurring: plan.recurring }] as const]
        : [];
    }),
  );
  const now = await deps.clock.now();
  const owned = await listSharedAllowances(deps.db, {
    planVersionIds: [...terms.keys()],
    endedAfter: new Date(now.getTime() - LOOK_BACK_MS),
    ...only,
  });
  for (const periods of byOwner(owned)) {
    const used = allowanceUsedBefore(
      periods.flatMap((period) => {
        const own = terms.get(period.planVersionId);
        return own ? [{ ...period, ...own }] : [];
      }),
    );
    for (const [at, period] of periods.entries()) {
      const usedBefore = used[at] ?? 0;
      if (period.allowanceUsed === null || period.allowanceUsed === usedBefore) continue;
      await setAllowanceUsed(deps.db, period, usedBefore);
    }
  }
}

function byOwner(periods: readonly OwnedPeriod[]): OwnedPeriod[][] {
  const groups = new Map<string, OwnedPeriod[]>();
  for (const period of periods) {
    const name = `${period.ownerId} ${period.productId}`;
    const group = groups.get(name);
    if (group) group.push(period);
    else groups.set(name, [period]);
  }
  return [...groups.values()];
}
