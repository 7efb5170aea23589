import { sumMinor } from '../../domain/pricing/money';
import { graduatedLines, packageLine, perCallLine } from '../../domain/pricing/tier-arithmetic';
import type { PaidPlan } from '../price-terms';

/**
 * What a period with these calls costs by a plan. `quote` asks for a product, and the old price of somebody
 * who subscribed long ago belongs to no product of the catalog any more.
 */
export function planAmountMinor(plan: PaidPlan, calls: number): number {
  if (plan.kind === 'licensed') return plan.amountMinor;
  const { scheme } = plan;
  switch (scheme.kind) {
    case 'perCall':
      return perCallLine(scheme.unitAmountMinor, calls).amountMinor;
    case 'package':
      return packageLine(scheme, calls).amountMinor;
    case 'graduated':
      return sumMinor(graduatedLines(scheme.tiers, calls).map(({ amountMinor }) => amountMinor));
    default:
      return scheme satisfies never;
  }
}
