import { nominalSeconds } from '../pricing/recurring';
import type { CatalogEntry, CatalogProblem } from './catalog-entry';
import { CALLS_PER_UNIT, type CallLimit } from './product';

/**
 * Files made from Microsoft's sample write "free, no card" in several ways: a `Tier` at 0, a `Freemium` without a price
 * for further calls. Where nothing is ever charged, and the file says after how many calls it stops, there is one
 * meaning, and it is `Free`. Anything else at 0 is rejected with the lines to write.
 */
export function readFree(
  entry: CatalogEntry,
  path: string,
): { kind: 'as-written' } | { kind: 'free'; entry: CatalogEntry } | Refused {
  const { unit, metered } = entry.prices ?? {};
  const model = entry.pricingModelType;
  if (model === 'Free') {
    if (unit?.unitAmount !== 0 || metered) return { kind: 'as-written' };
    return { kind: 'free', entry: asFree(entry) };
  }
  if (model === 'Metered') {
    if (metered?.unitAmount !== 0 || unit) return { kind: 'as-written' };
    return refused(entry, `${path}.prices.metered.unitAmount`);
  }
  if (unit?.unitAmount !== 0) return { kind: 'as-written' };
  if (metered && metered.unitAmount > 0) {
    if (model !== 'TierWithOverage') return { kind: 'as-written' };
    const expected = `1 or more, or, where the first calls are free, "pricingModelType": "Freemium" at ${path}`;
    return problem(`${path}.prices.unit.unitAmount`, expected);
  }
  const isClear = model === 'Tier' || model === 'Freemium' || model === 'TierWithOverage';
  const stops = unit.quota !== undefined || entry.qualityOfService?.quota !== undefined;
  if (isClear && stops && !metered) return { kind: 'free', entry: asFree(entry) };
  return refused(entry, `${path}.prices.${metered ? 'metered' : 'unit'}.unitAmount`);
}

interface Refused {
  kind: 'refused';
  problem: CatalogProblem;
}

function refused(entry: CatalogEntry, path: string): Refused {
  const quota = quotaOf(entry) ?? { calls: 1000, renewalPeriodSeconds: seconds(entry) };
  const lines = {
    id: entry.id,
    pricingModelType: 'Free',
    recurring: entry.recurring,
    qualityOfService: { ...entry.qualityOfService, quota },
  };
  return problem(path, `1 or more; a product that costs nothing is ${JSON.stringify(lines)}`);
}

function problem(path: string, expected: string): Refused {
  return { kind: 'refused', problem: { path, value: 0, expected } };
}

function asFree(entry: CatalogEntry): CatalogEntry {
  const quota = quotaOf(entry);
  return {
    ...entry,
    pricingModelType: 'Free',
    prices: {},
    qualityOfService: { ...entry.qualityOfService, ...(quota ? { quota } : {}) },
  };
}

/** What the gateway enforces; the calls of the flat price where the file has no number of its own for that. */
function quotaOf(entry: CatalogEntry): CallLimit | undefined {
  const units = entry.prices?.unit?.quota;
  const own = entry.qualityOfService?.quota;
  if (own || units === undefined) return own;
  return { calls: units * CALLS_PER_UNIT, renewalPeriodSeconds: seconds(entry) };
}

function seconds(entry: CatalogEntry): number {
  return nominalSeconds(entry.recurring);
}
