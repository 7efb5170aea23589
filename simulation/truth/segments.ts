import type { AnsweredCalls, PlanChange } from '../play/play';
import type { StripeSubscription } from './read-stripe';

/** A stretch of a subscription that is billed on its own: one product, one billing period or a part of one. */
export interface Segment {
  subscriptionId: string;
  productId: string;
  start: Date;
  end: Date;
  /** Whether the subscription ended with it. */
  isLast: boolean;
  /** Calls that the gateway answered in it. */
  calls: number;
}

/**
 * What must be billed apart, worked out from what was seen: when it was bought, when its plan changed, when it ended.
 * Nothing of the application's own arithmetic is used, so that the two can be compared.
 */
export function segmentsOf(
  subscription: StripeSubscription,
  seen: { changes: readonly PlanChange[]; answered: readonly AnsweredCalls[]; now: Date },
): Segment[] {
  const { ours, anchor, startedAt, endedAt } = subscription;
  if (ours === null) return [];
  const changes = seen.changes.filter((one) => one.subscriptionId === ours);
  const last = endedAt ?? seen.now;
  const edges = new Set([startedAt.getTime(), ...changes.map((one) => one.at.getTime())]);
  let month = 1;
  for (let edge = monthsAfter(anchor, month); edge < last; edge = monthsAfter(anchor, month)) {
    edges.add(edge.getTime());
    month += 1;
  }
  const end = endedAt ?? monthsAfter(anchor, month);
  const starts = [...edges].sort((one, other) => one - other);
  const segments = starts.map((start, at) => ({
    subscriptionId: ours,
    productId: productAt(subscription, changes, start),
    start: new Date(start),
    end: new Date(starts[at + 1] ?? end),
    isLast: endedAt !== null && at === starts.length - 1,
    calls: 0,
  }));
  for (const call of seen.answered) {
    if (call.subscriptionId !== ours) continue;
    const bucket = quarterOf(call.at);
    // The quarter of an hour in which one ends belongs to the next.
    const segment = segments.findLast((one) => quarterOf(one.start) <= bucket);
    if (!segment) throw new Error(`${ours} was called before it began.`);
    segment.calls += call.calls;
  }
  return segments;
}

function productAt(
  subscription: StripeSubscription,
  changes: readonly PlanChange[],
  start: number,
): string {
  const made = changes.filter((one) => one.at.getTime() <= start).at(-1);
  return made?.to ?? changes[0]?.from ?? subscription.productId;
}

function quarterOf(at: Date): number {
  return Math.floor(at.getTime() / 900_000);
}

/** The same day and time so many months later, or the last day of a month that has no such day. */
export function monthsAfter(anchor: Date, months: number): Date {
  const moved = new Date(anchor);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const days = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(anchor.getUTCDate(), days));
  return moved;
}
