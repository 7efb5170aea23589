import { nominalSeconds } from '../pricing/recurring';
import type { CatalogEntry, CatalogProblem, EntryFlatPrice } from './catalog-entry';
import { readFree } from './free-products';
import { CALLS_PER_UNIT, DEFAULT_MAX_UNITS, type PricingModelType, type Product } from './product';

/**
 * Which prices each model needs, and the rules between numbers: a model with a price too many would show one thing
 * and bill another, one with a price too few would give calls away.
 */
export function checkPrices(
  entry: CatalogEntry,
  path: string,
): { product: Product | null; problems: CatalogProblem[] } {
  const conflicts = quotas(entry, path);
  const free = readFree(entry, path);
  if (free.kind === 'refused') return { product: null, problems: [free.problem, ...conflicts] };
  const read = free.kind === 'free' ? free.entry : entry;
  const problems = [
    ...pricesOfModel(read, `${path}.prices`),
    ...amounts(read, `${path}.prices`),
    ...conflicts,
  ];
  return { product: problems.length === 0 ? build(read) : null, problems };
}

type Need = 'needed' | 'refused' | 'allowed';

const NEEDS: Record<PricingModelType, { unit: Need; quota: Need; metered: Need }> = {
  Free: { unit: 'refused', quota: 'refused', metered: 'refused' },
  Freemium: { unit: 'needed', quota: 'needed', metered: 'needed' },
  Metered: { unit: 'refused', quota: 'refused', metered: 'needed' },
  Tier: { unit: 'needed', quota: 'allowed', metered: 'refused' },
  TierWithOverage: { unit: 'needed', quota: 'needed', metered: 'needed' },
  Unit: { unit: 'needed', quota: 'needed', metered: 'refused' },
  MeteredUnit: { unit: 'needed', quota: 'needed', metered: 'refused' },
};

function pricesOfModel(entry: CatalogEntry, path: string): CatalogProblem[] {
  const model = entry.pricingModelType;
  const needs = NEEDS[model];
  const { unit, metered } = entry.prices ?? {};
  const problems: CatalogProblem[] = [];
  const check = (need: Need, value: unknown, key: string, what: string) => {
    if (need === 'needed' && value === undefined) {
      problems.push({ path: `${path}.${key}`, value, expected: `${what}: "${model}" needs it` });
    }
    if (need === 'refused' && value !== undefined) {
      problems.push({
        path: `${path}.${key}`,
        value,
        expected: `nothing: "${model}" has no ${what}`,
      });
    }
  };
  check(needs.unit, unit, 'unit', 'flat price');
  check(needs.metered, metered, 'metered', 'price for each 100 calls');
  if (unit && needs.unit === 'needed') {
    check(needs.quota, unit.quota, 'unit.quota', 'number of units that the flat price covers');
  }
  return problems;
}

function amounts(entry: CatalogEntry, path: string): CatalogProblem[] {
  const model = entry.pricingModelType;
  const { unit, metered } = entry.prices ?? {};
  const problems: CatalogProblem[] = [];
  const refuse = (key: string, value: unknown, expected: string) =>
    problems.push({ path: `${path}.${key}`, value, expected });
  if (unit && model === 'Freemium' && unit.unitAmount !== 0) {
    refuse(
      'unit.unitAmount',
      unit.unitAmount,
      '0: the first calls of "Freemium" are free, use "TierWithOverage"',
    );
  }
  if (metered && metered.unitAmount === 0) {
    refuse('metered.unitAmount', 0, '1 or more: no call past the included ones is free');
  }
  if (unit && metered && unit.currency !== metered.currency) {
    refuse(
      'metered.currency',
      metered.currency,
      `"${unit.currency}", the currency of prices.unit: a product has one`,
    );
  }
  if (unit?.maxUnits !== undefined && unit.maxUnits !== 1 && model !== 'Unit') {
    refuse('unit.maxUnits', unit.maxUnits, '1 or nothing: only "Unit" is sold in several blocks');
  }
  return problems;
}

function quotas(entry: CatalogEntry, path: string): CatalogProblem[] {
  const paidFor = entry.prices?.unit?.quota;
  const enforced = entry.qualityOfService?.quota;
  if (entry.pricingModelType !== 'Tier' || paidFor === undefined || !enforced) return [];
  const calls = paidFor * CALLS_PER_UNIT;
  if (enforced.calls === calls) return [];
  return [
    {
      path: `${path}.qualityOfService.quota.calls`,
      value: enforced.calls,
      expected: `${calls}, as prices.unit.quota says: ${paidFor} units of ${CALLS_PER_UNIT} calls`,
    },
  ];
}

/** Null when a price is missing, which `checkPrices` has reported. */
function build(entry: CatalogEntry): Product | null {
  const { unit, metered } = entry.prices ?? {};
  const base = {
    id: entry.id,
    displayName: entry.displayName ?? null,
    description: entry.description ?? null,
    recurring: entry.recurring,
    qualityOfService: {
      rateLimit: entry.qualityOfService?.rateLimit ?? null,
      quota: entry.qualityOfService?.quota ?? null,
    },
    ...(entry.visibleTo ? { visibleTo: entry.visibleTo } : {}),
    ...(entry.apis ? { apis: entry.apis } : {}),
  };
  const { pricingModelType } = entry;
  switch (pricingModelType) {
    case 'Free':
      return { ...base, pricingModelType };
    case 'Metered':
      if (!metered) return null;
      return { ...base, pricingModelType, currency: metered.currency, prices: { metered } };
    case 'Tier':
      return unit ? buildTier({ ...base, pricingModelType }, unit) : null;
    case 'Freemium':
    case 'TierWithOverage': {
      const block = unit && blockOf(unit);
      if (!block || !metered) return null;
      const prices = { unit: block, metered };
      return { ...base, pricingModelType, currency: metered.currency, prices };
    }
    case 'Unit':
    case 'MeteredUnit': {
      const block = unit && blockOf(unit);
      if (!block) return null;
      const { currency } = block;
      if (pricingModelType === 'MeteredUnit') {
        return { ...base, pricingModelType, currency, prices: { unit: block } };
      }
      const maxUnits = unit.maxUnits ?? DEFAULT_MAX_UNITS;
      return { ...base, pricingModelType, currency, prices: { unit: { ...block, maxUnits } } };
    }
    default:
      return pricingModelType satisfies never;
  }
}

type TierProduct = Extract<Product, { pricingModelType: 'Tier' }>;

/**
 * A `Tier` has no price for further calls, so the calls paid for are also the most that are answered. A file that
 * states them only as `prices.unit.quota` gets the gateway's quota from there.
 */
function buildTier(
  base: Omit<TierProduct, 'currency' | 'prices'>,
  unit: EntryFlatPrice,
): TierProduct {
  const quota = unit.quota ?? null;
  const derived = quota !== null && {
    calls: quota * CALLS_PER_UNIT,
    renewalPeriodSeconds: nominalSeconds(base.recurring),
  };
  return {
    ...base,
    qualityOfService: {
      ...base.qualityOfService,
      quota: base.qualityOfService.quota ?? (derived || null),
    },
    currency: unit.currency,
    prices: { unit: { currency: unit.currency, unitAmount: unit.unitAmount, quota } },
  };
}

function blockOf(
  unit: EntryFlatPrice,
): { currency: string; unitAmount: number; quota: number } | null {
  const { currency, unitAmount, quota } = unit;
  return quota === undefined ? null : { currency, unitAmount, quota };
}
