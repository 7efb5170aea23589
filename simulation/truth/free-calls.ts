import type { Product } from '../../lib/domain/catalog/product';
import { monthsAfter, type Segment } from './segments';

/** A segment with the calls that are priced with it, in a pause for example. */
export interface Priced {
  segment: Segment;
  ownerId: string;
  calls: number;
  /** From when on the gateway refused its keys because it was being ended. */
  lockedOutAt: Date | null;
}

/**
 * How many calls of each segment cost nothing, said a second time: every owner has an account of free calls for each month
 * that is counted from the first time that the product was had, and each segment takes from it what it needs.
 */
export function freeCallsOf(all: readonly Priced[], product: Product): Map<Segment, number> {
  const free = new Map<Segment, number>();
  if (product.pricingModelType !== 'Freemium') return free;
  const included = product.prices.unit.quota * 100;
  for (const ownerId of new Set(all.map((one) => one.ownerId))) {
    const own = all.filter((one) => one.ownerId === ownerId).sort(byStart);
    const anchor = own[0]?.segment.start;
    if (!anchor) continue;
    const accounts = new Map<number, number>();
    for (const one of own) {
      const month = monthOf(anchor, one.segment.start);
      // What a segment before its renewal took was another month's, even where both began within one of these.
      const before = own.find((other) => isFollowedBy(other.segment, one.segment));
      const isSameMonth = before && monthOf(anchor, before.segment.start) === month;
      const ofBefore = isSameMonth ? (free.get(before.segment) ?? 0) : 0;
      const left = (accounts.get(month) ?? included) + ofBefore;
      const taken = isParallel(one, own) ? 0 : Math.min(left, one.calls);
      free.set(one.segment, taken);
      accounts.set(month, (accounts.get(month) ?? included) - taken);
    }
  }
  return free;
}

function byStart(one: Priced, other: Priced): number {
  return one.segment.start.getTime() - other.segment.start.getTime();
}

function monthOf(anchor: Date, at: Date): number {
  let month = 0;
  while (monthsAfter(anchor, month + 1) <= at) month += 1;
  return month;
}

function isFollowedBy(before: Segment, segment: Segment): boolean {
  return (
    before !== segment &&
    before.subscriptionId === segment.subscriptionId &&
    before.end.getTime() === segment.start.getTime()
  );
}

/** Another subscription of the owner had it first and still has it. */
function isParallel({ segment }: Priced, own: readonly Priced[]): boolean {
  const firstOf = (id: string) =>
    own.find((one) => one.segment.subscriptionId === id)?.segment.start.getTime() ?? 0;
  return own.some(({ segment: other, lockedOutAt }) => {
    if (other.subscriptionId === segment.subscriptionId) return false;
    const until = Math.min(other.end.getTime(), lockedOutAt?.getTime() ?? Infinity);
    const earlier = firstOf(other.subscriptionId) - firstOf(segment.subscriptionId);
    const isFirst = earlier < 0 || (earlier === 0 && other.subscriptionId < segment.subscriptionId);
    return isFirst && other.start <= segment.start && until > segment.start.getTime();
  });
}
