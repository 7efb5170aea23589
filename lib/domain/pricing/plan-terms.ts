import type { PaidPlan, PricePlan } from './price-plan';

/** One price of a version, as often as it is charged. */
export interface VersionItem {
  plan: PaidPlan | null;
  quantity: number;
}

/**
 * The plan that a set of prices comes to; null where we can't compute it. What is paid in advance may be charged several
 * times; usage is counted once.
 */
export function planOfItems(items: readonly VersionItem[]): PaidPlan | null {
  const [item] = items;
  if (!item?.plan || items.length > 1) return null;
  const { plan, quantity } = item;
  if (quantity === 1) return plan;
  if (plan.kind !== 'licensed' || quantity < 1) return null;
  return { ...plan, amountMinor: plan.amountMinor * quantity };
}

/**
 * Of what is stored. A term that is added later gets a format of its own where it is used; versions without it keep theirs,
 * and with it their hashes.
 */
const FORMAT = 1;

export interface StoredTerms {
  format: number;
  plan: PricePlan;
}

export function storeTerms(plan: PricePlan): StoredTerms {
  return { format: FORMAT, plan };
}

/** Null for a version whose prices can't be computed. Throws for a format of a later release. */
export function readTerms(stored: unknown): PricePlan | null {
  if (stored === null || stored === undefined) return null;
  const { format, plan } = stored as Partial<StoredTerms>;
  if (format !== FORMAT || !plan) {
    throw new Error(`Terms of format ${format} were written by a later release: update Tollgate.`);
  }
  return plan;
}

/** Everything that changes an invoice, in one order: equal exactly when the terms are. */
export function termsText(plan: PricePlan): string {
  const { interval, intervalCount } = plan.recurring;
  const every = [interval, intervalCount];
  if (plan.kind === 'free') return JSON.stringify([FORMAT, 'free', every]);
  if (plan.kind === 'licensed') {
    return JSON.stringify([FORMAT, 'licensed', plan.currency, every, plan.amountMinor]);
  }
  return JSON.stringify([FORMAT, 'metered', plan.currency, every, schemeParts(plan.scheme)]);
}

function schemeParts(scheme: Extract<PricePlan, { kind: 'metered' }>['scheme']): unknown[] {
  switch (scheme.kind) {
    case 'perCall':
      return ['perCall', scheme.unitAmountMinor];
    case 'package':
      return ['package', scheme.size, scheme.amountMinor];
    case 'graduated':
      return [
        'graduated',
        ...scheme.tiers.map((tier) => [tier.upTo, tier.flatAmountMinor, tier.unitAmountMinor]),
      ];
    default:
      return scheme satisfies never;
  }
}
