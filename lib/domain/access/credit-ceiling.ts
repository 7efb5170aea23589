import { sumMinor } from '../pricing/money';
import type { Priceable } from '../pricing/price-plan';
import { quote } from '../pricing/pricing';

/** Calls of one billing period that no payment has covered yet. */
export interface UnbilledPeriod {
  product: Priceable;
  calls: number;
}

/** What one period of a product costs without any call. */
export function minimumBillMinor(product: Priceable): number {
  return quote(product, 0).totalMinor;
}

export interface CreditUse {
  /** What the unbilled periods cost so far, minimum bills included. */
  usedMinor: number;
  /** Where access is suspended. */
  ceilingMinor: number;
  isUsedUp: boolean;
}

/**
 * Before an owner's first payment, usage is allowed up to a ceiling: what the periods cost without a call, plus a limit
 * beyond that. A period counts until its invoice is paid, so the end of a month alone suspends nobody.
 */
export function creditUse(periods: readonly UnbilledPeriod[], allowedMinor: number): CreditUse {
  const minimumMinor = sumMinor(periods.map(({ product }) => minimumBillMinor(product)));
  const usedMinor = sumMinor(periods.map(({ product, calls }) => quote(product, calls).totalMinor));
  const ceilingMinor = minimumMinor + allowedMinor;
  // The minimum bill is always allowed: otherwise the product could not be used at all.
  const isUsedUp = usedMinor >= ceilingMinor && usedMinor > minimumMinor;
  return { usedMinor, ceilingMinor, isUsedUp };
}
