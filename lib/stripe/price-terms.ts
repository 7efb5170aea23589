import Stripe from 'stripe';
import type { PaidPlan, MeteredScheme as Scheme } from '../domain/pricing/price-plan';

/** The amounts of a plan as Stripe's price parameters. Fractions of a cent travel as exact decimals. */
export function priceParams(
  plan: PaidPlan,
  meterId: string | null,
): Omit<Stripe.PriceCreateParams, 'product' | 'lookup_key'> {
  const interval = {
    interval: plan.recurring.interval,
    interval_count: plan.recurring.intervalCount,
  };
  if (plan.kind === 'licensed') {
    return {
      currency: plan.currency,
      unit_amount: plan.amountMinor,
      recurring: { ...interval, usage_type: 'licensed' },
    };
  }
  if (meterId === null) throw new Error('A metered price needs its meter.');
  return {
    currency: plan.currency,
    recurring: { ...interval, usage_type: 'metered', meter: meterId },
    ...schemeParams(plan.scheme),
  };
}

function schemeParams(
  scheme: Scheme,
): Pick<
  Stripe.PriceCreateParams,
  | 'billing_scheme'
  | 'tiers_mode'
  | 'tiers'
  | 'unit_amount'
  | 'unit_amount_decimal'
  | 'transform_quantity'
> {
  switch (scheme.kind) {
    case 'perCall':
      return { unit_amount_decimal: Stripe.Decimal.from(scheme.unitAmountMinor) };
    case 'package':
      return {
        unit_amount: scheme.amountMinor,
        transform_quantity: { divide_by: scheme.size, round: 'up' },
      };
    case 'graduated':
      return {
        billing_scheme: 'tiered',
        tiers_mode: 'graduated',
        tiers: scheme.tiers.map((tier) => ({
          up_to: tier.upTo ?? 'inf',
          unit_amount_decimal: Stripe.Decimal.from(tier.unitAmountMinor),
          ...(tier.flatAmountMinor === 0 ? {} : { flat_amount: tier.flatAmountMinor }),
        })),
      };
    default:
      return scheme satisfies never;
  }
}

/** A plan's terms as one line, equal exactly when the terms are: "usd 0.15 per call, metered, every 1 month". */
export function termsOfPlan(plan: PaidPlan): string {
  const every = `every ${plan.recurring.intervalCount} ${plan.recurring.interval}`;
  if (plan.kind === 'licensed') return `${plan.currency} ${plan.amountMinor} licensed, ${every}`;
  return `${plan.currency} ${termsOfScheme(plan.scheme)}, metered, ${every}`;
}

function termsOfScheme(scheme: Scheme): string {
  switch (scheme.kind) {
    case 'perCall':
      return `${decimal(scheme.unitAmountMinor)} per call`;
    case 'package':
      return `${scheme.amountMinor} per started ${scheme.size}`;
    case 'graduated':
      return scheme.tiers
        .map((tier) => tierTerms(tier.upTo, tier.flatAmountMinor, tier.unitAmountMinor))
        .join(' then ');
    default:
      return scheme satisfies never;
  }
}

/** The same line, read from a price at Stripe (with its tiers expanded). A shape that we never make is named as such. */
export function termsOfPrice(price: Stripe.Price): string {
  const { recurring, transform_quantity: packages } = price;
  if (!recurring) return 'one-time';
  const every = `every ${recurring.interval_count} ${recurring.interval}`;
  const unit = price.unit_amount_decimal?.toString() ?? String(price.unit_amount ?? 0);
  if (recurring.usage_type === 'licensed') {
    return price.billing_scheme === 'per_unit' && !packages
      ? `${price.currency} ${decimal(unit)} licensed, ${every}`
      : `unknown licensed price, ${every}`;
  }
  return `${price.currency} ${meteredTerms(price, unit)}, metered, ${every}`;
}

function meteredTerms(price: Stripe.Price, unit: string): string {
  const { transform_quantity: packages } = price;
  if (price.billing_scheme === 'tiered') {
    if (price.tiers_mode !== 'graduated' || !price.tiers) return 'unknown tiers';
    return price.tiers
      .map((tier) =>
        tierTerms(
          tier.up_to,
          tier.flat_amount ?? 0,
          tier.unit_amount_decimal?.toString() ?? String(tier.unit_amount ?? 0),
        ),
      )
      .join(' then ');
  }
  if (!packages) return `${decimal(unit)} per call`;
  const rounding = packages.round === 'up' ? 'started' : 'full';
  return `${decimal(unit)} per ${rounding} ${packages.divide_by}`;
}

function tierTerms(upTo: number | null, flatAmountMinor: number, unitAmountMinor: string): string {
  return `${upTo === null ? 'beyond' : `to ${upTo}`}: ${flatAmountMinor} + ${decimal(unitAmountMinor)} per call`;
}

function decimal(text: string): string {
  return Stripe.Decimal.from(text).toString();
}
