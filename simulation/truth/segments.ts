import type { PlanChange } from '../play/plans';
import type { AnsweredCalls } from '../play/play';
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
  const { ours, endedAt } = subscription;
  if (ours === null) return [];
  const changes = seen.changes.filter((one) => one.subscriptionId === ours);
  const starts = startsOf(subscription, changes, endedAt ?? seen.now);
  const end = endedAt ?? starts.end;
  const segments = starts.all.map(({ at, productId }, index) => ({
    subscriptionId: ours,
    productId,
    start: at,
    end: starts.all[index + 1]?.at ?? end,
    isLast: endedAt !== null && index === starts.all.length - 1,
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

/** Where segments begin, in order; two at one instant when a plan was changed as soon as it was there. */
function startsOf(
  { anchor, startedAt, productId }: StripeSubscription,
  changes: readonly PlanChange[],
  until: Date,
): { all: { at: Date; productId: string }[]; end: Date } {
  const first = changes[0]?.from ?? productId;
  const edges = [startedAt];
  let month = 1;
  for (; monthsAfter(anchor, month) < until; month += 1) edges.push(monthsAfter(anchor, month));
  const renewals = edges.map((at) => {
    const made = changes.findLast((one) => one.at < at || (one.at <= at && !one.isNow));
    return { at, productId: made?.to ?? first };
  });
  const switches = changes.filter((one) => one.isNow).map(({ at, to }) => ({ at, productId: to }));
  return {
    all: [...renewals, ...switches].sort((one, other) => one.at.getTime() - other.at.getTime()),
    end: monthsAfter(anchor, month),
  };
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
