import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { listSuspensions } from '../../db/suspensions';
import { minimumBillMinor } from '../../domain/access/credit-ceiling';
import { isSuspendedSince } from '../../domain/access/suspended-period';
import type { Needs } from '../deps';
import type { SubscriptionView } from './internal/subscription-card';

/** What a period with a fixed fee costs if its key does not work in all of it. */
export interface SuspendedPeriod {
  /**
   * `due`: the key worked in it, so it costs the full fee. `not-due-unless-reopened`: the key has not worked since the
   * period began. `still-working`: access ends soon unless it is paid.
   */
  kind: 'due' | 'not-due-unless-reopened' | 'still-working';
  feeMinor: number;
  currency: string;
  end: Date;
}

/** Shown in advance: which periods are charged while access is suspended. Null where there is no fixed fee. */
export async function suspendedPeriodOf(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  { terms, period, card }: SubscriptionView,
): Promise<SuspendedPeriod | null> {
  const { notice, endingNow } = card;
  if (!terms || !period || endingNow || notice === null) return null;
  if (terms.plan.kind === 'free') return null;
  const feeMinor = minimumBillMinor(terms);
  if (feeMinor === 0) return null;
  const of = { feeMinor, currency: terms.plan.currency, end: period.end };
  if (notice.kind === 'payment-failed') return { kind: 'still-working', ...of };
  // In a pause by the payment service there are no periods to charge.
  if (notice.kind !== 'suspended' || notice.reasons.every((one) => one === 'paused')) return null;
  const isSince = isSuspendedSince(period, await listSuspensions(deps.db, row.id));
  return { kind: isSince ? 'not-due-unless-reopened' : 'due', ...of };
}
