import type { Product } from '../../lib/domain/catalog/product';
import type { AnsweredCalls } from '../play/play';
import type { Segment } from './segments';

/** The gateway's reports are a quarter of an hour late, and say nothing of the quarter that runs. */
const REPORTED_AFTER_MS = 30 * 60_000;

/**
 * What leaving a quota that was paid in advance gives back: its unused time less the share of the included calls that were
 * used, said a second time in integers. Two numbers, because of calls of the last half an hour, and of corrections, it depends on
 * the reports whether they were known of at the change.
 */
export function creditBounds(of: {
  product: Extract<Product, { pricingModelType: 'Tier' }>;
  cycle: { start: Date; end: Date };
  /** What was left; it ended with the change. */
  segment: Segment;
  at: Date;
  answered: readonly AnsweredCalls[];
}): { leastMinor: number; mostMinor: number } {
  const { segment, at } = of;
  const quarter = (instant: Date) => Math.floor(instant.getTime() / 900_000);
  let [certain, lessAtMost, moreAtMost] = [0, 0, 0];
  for (const call of of.answered) {
    if (call.subscriptionId !== segment.subscriptionId) continue;
    if (quarter(call.at) < quarter(segment.start) || quarter(call.at) >= quarter(at)) continue;
    for (const { seenAt, calls } of call.reports) {
      if (seenAt > at) continue;
      const known = Math.max(seenAt.getTime(), call.at.getTime()) + REPORTED_AFTER_MS;
      if (known <= at.getTime()) certain += calls;
      else if (calls < 0) lessAtMost += calls;
      else moreAtMost += calls;
    }
  }
  return {
    leastMinor: creditFor({ ...of, used: certain + moreAtMost }),
    mostMinor: creditFor({ ...of, used: certain + lessAtMost }),
  };
}

function creditFor(of: {
  product: Extract<Product, { pricingModelType: 'Tier' }>;
  cycle: { start: Date; end: Date };
  at: Date;
  used: number;
}): number {
  const { unitAmount, quota } = of.product.prices.unit;
  const included = BigInt(of.product.qualityOfService.quota?.calls ?? (quota ?? 0) * 100);
  const whole = BigInt(of.cycle.end.getTime() - of.cycle.start.getTime());
  const left = BigInt(of.cycle.end.getTime() - of.at.getTime());
  const share = left * included - BigInt(Math.max(0, of.used)) * whole;
  return share <= 0n ? 0 : Number((BigInt(unitAmount) * share) / (whole * included));
}
