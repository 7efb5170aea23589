import type { Product } from '../catalog/product';
import { callsAllowed, chargedWhen, quote } from '../pricing/pricing';
import { nominalSeconds } from '../pricing/recurring';
import { minimumBillMinor } from './credit-ceiling';

/** Between a call and the reading that counts it: the reports' delay, and a run every 15 minutes. */
export const READING_LAG_MINUTES = 45;
const DAY_SECONDS = 86_400;

export interface Exposure {
  /**
   * What one subscription of an owner who never pays can use before anything stops it, in minor units; null = no limit,
   * because the product has neither a quota nor a rate limit.
   */
  withoutMinor: number | null;
  withMinor: number | null;
}

/**
 * The most that a new owner can owe on one subscription: without the credit settings, a period and its grace period at
 * the full rate; with them, up to the ceiling and what passes until a reading notices.
 */
export function exposureOf(
  product: Product,
  settings: { graceDays: number; allowedMinor: number },
): Exposure {
  if (chargedWhen(product) === 'never') return { withoutMinor: 0, withMinor: 0 };
  if (chargedWhen(product) === 'in-advance') {
    // The first period is paid before it begins, so there is history; the second is used in the grace without being paid.
    const minor = minimumBillMinor(product);
    return { withoutMinor: minor, withMinor: minor };
  }
  const period = callsIn(product, nominalSeconds(product.recurring));
  const grace = callsIn(product, settings.graceDays * DAY_SECONDS);
  const overrun = callsIn(product, READING_LAG_MINUTES * 60);
  const ceilingMinor = minimumBillMinor(product) + settings.allowedMinor;
  return {
    withoutMinor:
      period === null || grace === null
        ? null
        : quote(product, period).totalMinor + quote(product, grace).totalMinor,
    withMinor:
      overrun === null ? null : quote(product, callsAt(product, ceilingMinor) + overrun).totalMinor,
  };
}

/** The most calls that the gateway answers in so many seconds; null = no limit. */
function callsIn(product: Product, seconds: number): number | null {
  const { rateLimit } = product.qualityOfService;
  const byRate = rateLimit
    ? Math.ceil((seconds / rateLimit.renewalPeriodSeconds) * rateLimit.calls)
    : null;
  const byQuota = callsAllowed(product);
  if (byRate === null || byQuota === null) return byRate ?? byQuota;
  return Math.min(byRate, byQuota);
}

/** The first number of calls that costs at least so much. */
function callsAt(product: Product, amountMinor: number): number {
  let below = 0;
  let above = 1;
  while (quote(product, above).totalMinor < amountMinor) above *= 2;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (quote(product, middle).totalMinor < amountMinor) below = middle;
    else above = middle;
  }
  return above;
}
