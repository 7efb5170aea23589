import type { PlanChange } from '../play/plans';
import type { AnsweredCalls, Pause } from '../play/play';
import type { StripeSubscription } from './read-stripe';

/** A stretch of a subscription that is counted on its own: one product, one billing period or a part of one. */
export interface Segment {
  subscriptionId: string;
  productId: string;
  start: Date;
  end: Date;
  /** Between a pause and its end: calls in it are paid, nothing else is. */
  isGap: boolean;
  /** Start of the segment that its calls are priced with: its own, or the one that the pause ended. */
  pricedWith: Date;
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
  seen: {
    changes: readonly PlanChange[];
    pauses: readonly Pause[];
    answered: readonly AnsweredCalls[];
    now: Date;
  },
): Segment[] {
  const { ours, endedAt } = subscription;
  if (ours === null) return [];
  const changes = seen.changes.filter((one) => one.subscriptionId === ours);
  const pauses = seen.pauses.filter((one) => one.subscriptionId === ours);
  const starts = startsOf(subscription, { changes, pauses }, endedAt ?? seen.now);
  const end = endedAt ?? starts.end;
  const segments = starts.all.map(({ at, productId, isGap }, index) => ({
    subscriptionId: ours,
    productId,
    start: at,
    end: starts.all[index + 1]?.at ?? end,
    isGap,
    pricedWith: isGap ? (starts.all[index - 1]?.at ?? at) : at,
    isLast: endedAt !== null && index === starts.all.length - 1,
    calls: 0,
  }));
  const last = segments.at(-1);
  if (endedAt && last) segments.push(afterEnd(last, endedAt, seen.now));
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

/** The quarter of an hour in which a subscription ends is its last; what is answered later goes on where that stopped. */
function afterEnd(last: Segment, endedAt: Date, now: Date): Segment {
  const start = new Date(Math.ceil(endedAt.getTime() / 900_000) * 900_000);
  return { ...last, start, end: now, isGap: true, pricedWith: last.pricedWith };
}

interface Edge {
  at: Date;
  /** Nothing is sold from here on: it was paused. */
  isGap: boolean;
}

/** Where segments begin, in order; two at one instant when a plan was changed as soon as it was there. */
function startsOf(
  { startedAt, productId }: StripeSubscription,
  seen: { changes: readonly PlanChange[]; pauses: readonly Pause[] },
  until: Date,
): { all: (Edge & { productId: string })[]; end: Date } {
  const { edges, end } = periodsOf(startedAt, seen.pauses, until);
  const first = seen.changes[0]?.from ?? productId;
  const renewals = edges.map((edge) => {
    const made = seen.changes.findLast(
      ({ at, isNow }) => at < edge.at || (at <= edge.at && !isNow),
    );
    return { ...edge, productId: made?.to ?? first };
  });
  const switches = seen.changes
    .filter((one) => one.isNow)
    .map(({ at, to }) => ({ at, isGap: false, productId: to }));
  return {
    all: [...renewals, ...switches].sort((one, other) => one.at.getTime() - other.at.getTime()),
    end,
  };
}

/** Months from the first day, stopped by a pause, and counted again from its end. */
function periodsOf(
  startedAt: Date,
  pauses: readonly Pause[],
  until: Date,
): { edges: Edge[]; end: Date } {
  const edges: Edge[] = [];
  let anchor: Date | null = startedAt;
  let end = startedAt;
  const shouldContinue = (from: Date, to: Date) => {
    edges.push({ at: from, isGap: false });
    let month = 1;
    for (end = monthsAfter(from, month); end < to; end = monthsAfter(from, month)) {
      edges.push({ at: end, isGap: false });
      month += 1;
    }
  };
  for (const { at, kind } of pauses) {
    if (kind === 'pause' && anchor) {
      shouldContinue(anchor, at);
      edges.push({ at, isGap: true });
      anchor = null;
    } else if (kind === 'resume') anchor = at;
  }
  if (anchor) shouldContinue(anchor, until);
  return { edges, end };
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

export function wordsOf(segment: Segment): string {
  const { subscriptionId, productId, start, end } = segment;
  return `${subscriptionId} ${productId} ${start.toISOString()} to ${end.toISOString()}`;
}
