import type Stripe from 'stripe';
import { CALLS_PER_UNIT } from '../domain/catalog/product';
import {
  exactFromMinor,
  formatExact,
  formatMoney,
  formatUnitAmount,
  parseExact,
} from '../domain/pricing/money';
import type { MeteredScheme, PaidPlan, PriceTier } from '../domain/pricing/price-plan';
import { perPeriod } from '../domain/pricing/recurring';
import { formatCount } from '../domain/usage/call-count';
import { termsOfPlan, termsOfPrice } from './price-terms';

/** A plan as people say it: "$89.95 a month for 100,000 calls, then $0.10 per 100 calls". */
export function describePlan(plan: PaidPlan): string {
  const period = perPeriod(plan.recurring);
  if (plan.kind === 'licensed') return `${formatMoney(plan.amountMinor, plan.currency)} ${period}`;
  return `${describeScheme(plan.scheme, plan.currency, period)}`;
}

/** The same of a price at Stripe; a shape that we never make is shown by its terms. */
export function describePrice(price: Stripe.Price): string {
  const plan = planOfPrice(price);
  return plan ? describePlan(plan) : termsOfPrice(price);
}

/** The plan that a price (with its tiers expanded) was made from; null when no plan of ours looks like it. */
export function planOfPrice(price: Stripe.Price): PaidPlan | null {
  const plan = readPlan(price);
  // Whatever reading lost on the way would show in the terms.
  return plan && termsOfPlan(plan) === termsOfPrice(price) ? plan : null;
}

function readPlan(price: Stripe.Price): PaidPlan | null {
  const { currency, recurring } = price;
  if (!recurring) return null;
  const every = {
    currency,
    recurring: { interval: recurring.interval, intervalCount: recurring.interval_count },
  };
  if (!isInterval(every.recurring.interval)) return null;
  const typed = { currency, recurring: { ...every.recurring, interval: every.recurring.interval } };
  if (recurring.usage_type === 'licensed') {
    if (price.unit_amount === null) return null;
    return { kind: 'licensed', ...typed, amountMinor: price.unit_amount };
  }
  const scheme = readScheme(price);
  return scheme && { kind: 'metered', ...typed, scheme };
}

function isInterval(text: string): text is PaidPlan['recurring']['interval'] {
  return ['day', 'week', 'month', 'year'].includes(text);
}

function readScheme(price: Stripe.Price): MeteredScheme | null {
  if (price.tiers) {
    return { kind: 'graduated', tiers: price.tiers.map(readTier) };
  }
  if (price.transform_quantity) {
    if (price.unit_amount === null) return null;
    const { divide_by: size } = price.transform_quantity;
    return { kind: 'package', size, amountMinor: price.unit_amount };
  }
  const unitAmountMinor = price.unit_amount_decimal?.toString();
  return unitAmountMinor === undefined ? null : { kind: 'perCall', unitAmountMinor };
}

function readTier(tier: Stripe.Price.Tier): PriceTier {
  return {
    upTo: tier.up_to,
    flatAmountMinor: tier.flat_amount ?? 0,
    unitAmountMinor: tier.unit_amount_decimal?.toString() ?? String(tier.unit_amount ?? 0),
  };
}

function describeScheme(scheme: MeteredScheme, currency: string, period: string): string {
  switch (scheme.kind) {
    case 'perCall':
      return `${perUnit(scheme.unitAmountMinor, currency)} ${period}`;
    case 'package':
      return `${formatMoney(scheme.amountMinor, currency)} per block of ${formatCount(scheme.size)} calls ${period}`;
    case 'graduated':
      return tiersInText(scheme.tiers, currency, period);
    default:
      return scheme satisfies never;
  }
}

function tiersInText(tiers: readonly PriceTier[], currency: string, period: string): string {
  const [first, second] = tiers;
  if (!first) return 'no tiers';
  const blocks = equalBlocks(tiers);
  const flat = formatMoney(first.flatAmountMinor, currency);
  const last = tiers.at(-1);
  const then =
    last && last.upTo === null && tiers.length > 1
      ? `, then ${perUnit(last.unitAmountMinor, currency)}`
      : '';
  if (blocks > 1 && first.upTo !== null) {
    return `${flat} ${period} per block of ${formatCount(first.upTo)} calls, at most ${blocks} blocks${then}`;
  }
  if (tiers.length === 2 && second && first.upTo !== null && first.unitAmountMinor === '0') {
    return `${flat} ${period} for ${formatCount(first.upTo)} calls${then}`;
  }
  const each = tiers.map((tier) => {
    const bound = tier.upTo === null ? 'beyond' : `to ${formatCount(tier.upTo)}`;
    return `${bound} ${formatMoney(tier.flatAmountMinor, currency)} + ${perUnit(tier.unitAmountMinor, currency)}`;
  });
  return `${each.join(', ')} ${period}`;
}

/** How many tiers from the first one on are the same block at the same flat amount. */
function equalBlocks(tiers: readonly PriceTier[]): number {
  const [first] = tiers;
  if (!first || first.upTo === null) return 0;
  const size = first.upTo;
  const bounded = tiers.filter((tier) => tier.upTo !== null);
  const isEqual = bounded.every(
    (tier, index) =>
      tier.upTo === size * (index + 1) &&
      tier.flatAmountMinor === first.flatAmountMinor &&
      tier.unitAmountMinor === '0',
  );
  return isEqual ? bounded.length : 0;
}

/** Amounts per call are fractions of a cent, which nobody reads: they are said per 100 calls. */
function perUnit(unitAmountMinor: string, currency: string): string {
  const amount = formatExact(parseExact(unitAmountMinor) * BigInt(CALLS_PER_UNIT));
  const isWhole = parseExact(amount) % exactFromMinor(1) === 0n;
  const words = isWhole
    ? formatMoney(Number(amount), currency)
    : formatUnitAmount(amount, currency);
  return `${words} per ${CALLS_PER_UNIT} calls`;
}
