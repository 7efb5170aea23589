import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { listSuspensions } from '../../db/suspensions';
import { minimumBillMinor } from '../../domain/access/credit-ceiling';
import { isSuspendedSince } from '../../domain/access/suspended-period';
import type { Needs } from '../deps';
import type { SubscriptionView } from './internal/subscription-card';

/** What a period with a fixed fee costs when its key does not work in all of it. */
export interface SuspendedPeriod {
  /**
   * `due`: the key worked in it, so it costs what was agreed. `not-due-unless-reopened`: it has not worked since the period
   * began. `still-working`: access ends soon unless it is paid.
   */
  kind: 'due' | 'not-due-unless-reopened' | 'still-working';
  feeMinor: number;
  currency: string;
  end: Date;
}

/** Said before it happens: which periods are asked for while nobody can call. Null where nothing fixed is charged. */
export async function suspendedPeriodOf(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  { product, period, card }: SubscriptionView,
): Promise<SuspendedPeriod | null> {
  const { notice, endingNow } = card;
  if (!product || !period || endingNow || notice === null) return null;
  if (product.pricingModelType === 'Free') return null;
  const feeMinor = minimumBillMinor(product);
  if (feeMinor === 0) return null;
  const of = { feeMinor, currency: product.currency, end: period.end };
  if (notice.kind === 'payment-failed') return { kind: 'still-working', ...of };
  // A pause of the payment service has no periods that could be charged.
  if (notice.kind !== 'suspended' || notice.reasons.every((one) => one === 'paused')) return null;
  const isSince = isSuspendedSince(period, await listSuspensions(deps.db, row.id));
  return { kind: isSince ? 'not-due-unless-reopened' : 'due', ...of };
}
