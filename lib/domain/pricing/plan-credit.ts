import type { Period } from '../usage/billing-period';
import { type Priceable, pricePlan } from './price-plan';
import { callsAllowed } from './pricing';

/**
 * What is credited when a product that was paid in advance, with a quota of calls, is left before its period ends: the
 * unused time less the share of the calls that were used, never below zero. Null where this rule does not apply: usage
 * is billed by its own prices, and time without a quota is prorated by the provider. Whole minor units, rounded down.
 */
export function planCredit(input: {
  product: Priceable;
  period: Period;
  at: Date;
  callsUsed: number;
}): { amountMinor: number; currency: string } | null {
  const { product, period, at, callsUsed } = input;
  const plan = pricePlan(product);
  const allowed = callsAllowed(product);
  if (plan.kind !== 'licensed' || allowed === null) return null;
  const whole = BigInt(period.end.getTime() - period.start.getTime());
  const left = BigInt(Math.max(0, period.end.getTime() - at.getTime()));
  const quota = BigInt(allowed);
  const used = BigInt(Math.min(callsUsed, allowed));
  // left/whole - used/quota, as one fraction.
  const share = left * quota - used * whole;
  const amount = share <= 0n ? 0n : (BigInt(plan.amountMinor) * share) / (whole * quota);
  const most = BigInt(plan.amountMinor);
  return { amountMinor: Number(amount < most ? amount : most), currency: plan.currency };
}
