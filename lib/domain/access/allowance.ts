import type { Recurring } from '../catalog/product';
import { type Priceable, pricePlan } from '../pricing/price-plan';
import { type Period, periodAt } from '../usage/billing-period';

/** A period of one owner and product, of whichever subscription. */
export interface AllowancePeriod {
  subscriptionId: string;
  start: Date;
  end: Date;
  calls: number;
  /** When its keys stopped working, if that was before its end (an immediate cancellation). */
  closedAt: Date | null;
  /** Start of the period that it is a part of, priced together with it: calls after a pause or an end. */
  partOf: Date | null;
  /** The free calls of the terms that it is billed at, and how often they come anew. */
  included: number;
  recurring: Recurring;
}

/**
 * Calls that are free at the start of every period of the product: once in an allowance period. Null where the price
 * has none: calls that a fixed fee includes are paid for again with each period, and belong to it.
 */
export function freeAllowance(product: Priceable): number | null {
  const plan = pricePlan(product);
  if (plan.kind !== 'metered' || plan.scheme.kind !== 'graduated') return null;
  const [first] = plan.scheme.tiers;
  if (!first || first.upTo === null) return null;
  return first.flatAmountMinor === 0 && first.unitAmountMinor === '0' ? first.upTo : null;
}

/**
 * How much of the allowance is used up before each period begins, in the order of the given periods. An owner has it
 * once in each cycle of the product's first subscription: what earlier periods of that cycle used is gone, and a
 * subscription next to an older one has none. These calls are counted before the period's own, which makes the free
 * first tier smaller.
 */
export function allowanceUsedBefore(all: readonly AllowancePeriod[]): number[] {
  const periods = wholes(all);
  const used = usedBefore(periods);
  let at = 0;
  return all.map(({ partOf }) => {
    if (partOf !== null) return 0;
    at += 1;
    return used[at - 1] ?? 0;
  });
}

/** With the calls of their parts. */
function wholes(all: readonly AllowancePeriod[]): AllowancePeriod[] {
  return all
    .filter(({ partOf }) => partOf === null)
    .map((period) => {
      const parts = all.filter(
        ({ subscriptionId, partOf }) =>
          subscriptionId === period.subscriptionId && partOf?.getTime() === period.start.getTime(),
      );
      return { ...period, calls: parts.reduce((sum, { calls }) => sum + calls, period.calls) };
    });
}

function usedBefore(periods: readonly AllowancePeriod[]): number[] {
  const anchor = periods.reduce<Date | null>(
    (first, { start }) => (first === null || start < first ? start : first),
    null,
  );
  if (anchor === null) return [];
  const began = firstStarts(periods);
  const order = periods.map((period, at) => ({ period, at }));
  order.sort((one, other) => compare(one.period, other.period, began));
  const free: { period: AllowancePeriod; calls: number; cycle: Period }[] = [];
  const used = periods.map(() => 0);
  for (const { period, at } of order) {
    const cycle = periodAt(anchor, period.recurring, period.start);
    const before = isParallelToEarlier(period, periods, began)
      ? period.included
      : free
          .filter((other) => sameCycle(other.cycle, cycle) && !goesOn(other.period, period))
          .reduce((sum, { calls }) => sum + calls, 0);
    const gone = Math.min(period.included, before);
    used[at] = gone;
    const calls = Math.min(period.included - gone, period.calls);
    free.push({ period, calls, cycle });
  }
  return used;
}

/** A renewal has its own allowance, on whatever day of the first subscription's cycle it falls. */
function goesOn(before: AllowancePeriod, period: AllowancePeriod): boolean {
  return (
    before.subscriptionId === period.subscriptionId &&
    before.end.getTime() === period.start.getTime()
  );
}

function isParallelToEarlier(
  period: AllowancePeriod,
  periods: readonly AllowancePeriod[],
  began: ReadonlyMap<string, Date>,
): boolean {
  return periods.some((other) => {
    if (other.subscriptionId === period.subscriptionId) return false;
    const until =
      other.closedAt !== null && other.closedAt < other.end ? other.closedAt : other.end;
    return other.start <= period.start && until > period.start && isEarlier(other, period, began);
  });
}

function firstStarts(periods: readonly AllowancePeriod[]): Map<string, Date> {
  const began = new Map<string, Date>();
  for (const { subscriptionId, start } of periods) {
    const known = began.get(subscriptionId);
    if (!known || start < known) began.set(subscriptionId, start);
  }
  return began;
}

function isEarlier(
  one: AllowancePeriod,
  other: AllowancePeriod,
  began: ReadonlyMap<string, Date>,
): boolean {
  const [first, second] = [began.get(one.subscriptionId), began.get(other.subscriptionId)];
  const difference = (first?.getTime() ?? 0) - (second?.getTime() ?? 0);
  return difference < 0 || (difference === 0 && one.subscriptionId < other.subscriptionId);
}

function compare(
  one: AllowancePeriod,
  other: AllowancePeriod,
  began: ReadonlyMap<string, Date>,
): number {
  const difference = one.start.getTime() - other.start.getTime();
  if (difference !== 0) return difference;
  return isEarlier(one, other, began) ? -1 : 1;
}

function sameCycle(one: Period, other: Period): boolean {
  return one.start.getTime() === other.start.getTime();
}
