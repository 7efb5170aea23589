import {
  type BlockPrice,
  CALLS_PER_UNIT,
  type CallLimit,
  type Product,
  type Recurring,
} from '../catalog/product';
import { exactFromMinor, formatExact, shareRoundedUp } from './money';

/** An exact decimal amount in the currency's minor unit, up to 12 decimals: '0.15'. */
export type DecimalMinor = string;

/** `upTo` is inclusive; null = without end. The flat amount is charged once when the tier is reached. */
export interface PriceTier {
  upTo: number | null;
  flatAmountMinor: number;
  unitAmountMinor: DecimalMinor;
}

export type MeteredScheme =
  | { kind: 'perCall'; unitAmountMinor: DecimalMinor }
  | { kind: 'graduated'; tiers: PriceTier[] }
  | { kind: 'package'; size: number; amountMinor: number };

/** What is sent to the payment provider, in vendor-neutral terms; `quote` computes from the same plan. */
export type PricePlan =
  | { kind: 'free'; recurring: Recurring }
  | { kind: 'licensed'; currency: string; recurring: Recurring; amountMinor: number }
  | { kind: 'metered'; currency: string; recurring: Recurring; scheme: MeteredScheme };

/** A plan that costs something: what a provider has a price for. */
export type PaidPlan = Exclude<PricePlan, { kind: 'free' }>;

/**
 * What was sold: the plan that was agreed, which never changes, and the product's limit of calls, which is the one that
 * applies to everybody now.
 */
export interface SoldTerms {
  plan: PricePlan;
  qualityOfService: { quota: CallLimit | null };
}

/** A plan alone, for what no limit of calls changes: the cost of calls that were answered. */
export function withoutLimit(plan: PricePlan): SoldTerms {
  return { plan, qualityOfService: { quota: null } };
}

/** Whatever has a price: a product as it is offered today, or the terms under which somebody bought it. */
export type Priceable = Product | SoldTerms;

/**
 * Raw calls are what is reported and what every scheme counts. Packages of 100 would round each report or each
 * period; a decimal amount per call loses nothing.
 */
export function pricePlan(product: Priceable): PricePlan {
  if ('plan' in product) return product.plan;
  switch (product.pricingModelType) {
    case 'Free':
      return { kind: 'free', recurring: product.recurring };
    case 'Tier':
      return {
        kind: 'licensed',
        currency: product.currency,
        recurring: product.recurring,
        amountMinor: product.prices.unit.unitAmount,
      };
    case 'Metered':
      return metered(product, {
        kind: 'perCall',
        unitAmountMinor: perCall(product.prices.metered),
      });
    case 'Freemium':
    case 'TierWithOverage':
      return metered(product, { kind: 'graduated', tiers: includedThenPerCall(product.prices) });
    case 'Unit':
      return metered(product, { kind: 'graduated', tiers: blockTiers(product.prices.unit) });
    case 'MeteredUnit':
      return metered(product, {
        kind: 'package',
        size: callsCovered(product.prices.unit),
        amountMinor: product.prices.unit.unitAmount,
      });
    default:
      return product satisfies never;
  }
}

export function callsCovered(unit: { quota: number }): number {
  return unit.quota * CALLS_PER_UNIT;
}

function metered(
  product: { currency: string; recurring: Recurring },
  scheme: MeteredScheme,
): PricePlan {
  return { kind: 'metered', currency: product.currency, recurring: product.recurring, scheme };
}

function perCall(price: { unitAmount: number }): DecimalMinor {
  return formatExact(exactFromMinor(price.unitAmount) / BigInt(CALLS_PER_UNIT));
}

function includedThenPerCall(prices: {
  unit: BlockPrice;
  metered: { unitAmount: number };
}): PriceTier[] {
  return [
    {
      upTo: callsCovered(prices.unit),
      flatAmountMinor: prices.unit.unitAmount,
      unitAmountMinor: '0',
    },
    { upTo: null, flatAmountMinor: 0, unitAmountMinor: perCall(prices.metered) },
  ];
}

/**
 * One flat amount for each block. A price has a last tier without end; a flat amount there would make every
 * call past the last block free, so what follows is charged by the call at the block's rate.
 */
function blockTiers(unit: BlockPrice & { maxUnits: number }): PriceTier[] {
  const size = callsCovered(unit);
  const blocks = Array.from({ length: unit.maxUnits }, (_, index) => ({
    upTo: size * (index + 1),
    flatAmountMinor: unit.unitAmount,
    unitAmountMinor: '0',
  }));
  const past = {
    upTo: null,
    flatAmountMinor: 0,
    unitAmountMinor: shareRoundedUp(unit.unitAmount, size),
  };
  return [...blocks, past];
}
