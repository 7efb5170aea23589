import type { Pause } from '../play/play';
import type { StripeSubscription } from './read-stripe';
import { monthsAfter } from './segments';

/** The month of a subscription that an instant lies in, counted from its first day or from the end of its last pause. */
export function cycleAt(
  subscription: Pick<StripeSubscription, 'ours' | 'startedAt'>,
  pauses: readonly Pause[],
  at: Date,
): { start: Date; end: Date } {
  const resumed = pauses.findLast(
    (one) => one.subscriptionId === subscription.ours && one.kind === 'resume' && one.at <= at,
  );
  const anchor = resumed?.at ?? subscription.startedAt;
  let month = 0;
  while (monthsAfter(anchor, month + 1) <= at) month += 1;
  return { start: monthsAfter(anchor, month), end: monthsAfter(anchor, month + 1) };
}
