import { findPeriod } from '../../../db/periods';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import { listWindows } from '../../../db/usage';
import {
  decideAccess,
  type EndReason,
  type Notice,
  parseReasons,
} from '../../../domain/access/access';
import { type AccessGap, accessGap } from '../../../domain/access/access-gap';
import { freeAllowance } from '../../../domain/access/allowance';
import {
  parseProblem,
  type SubscriptionProblem,
} from '../../../domain/attention/subscription-problem';
import { findProduct } from '../../../domain/catalog/catalog';
import type { Product } from '../../../domain/catalog/product';
import type { Quote } from '../../../domain/pricing/pricing';
import { type Period, periodAt } from '../../../domain/usage/billing-period';
import { type QuotaUse, quotaUse, quotaWindow } from '../../../domain/usage/quota-use';
import { type UsageSummary, usageSummary } from '../../../domain/usage/usage-summary';
import { dayOf, usageRange } from '../../../domain/usage/usage-window';
import type { Needs } from '../../deps';

export interface SubscriptionCard {
  id: string;
  name: string;
  productId: string;
  productName: string;
  status: string;
  /** Null when the provider's state is unknown to this code. */
  notice: Notice | null;
  costSoFar: Quote | null;
  callsInPeriod: number;
  /** When the gateway was last asked; null = not yet. */
  usageAsOf: Date | null;
  periodEnd: Date | null;
  /** The checkout was opened and not paid yet. */
  pending: boolean;
  /** An immediate cancellation is in progress: calls are rejected already, and the last usage is being billed. */
  endingNow: boolean;
  /** What the gateway has not confirmed yet. */
  accessGap: AccessGap | null;
  problem: SubscriptionProblem | null;
  /** Its quota is used up, so calls are rejected until then; null = they are not. */
  quotaUsedUpUntil: Date | null;
  /** The operator has blocked its owner: calls are rejected whatever is paid. */
  blocked: boolean;
  /** Since when it has new keys that its owner has not seen; null when there are none. */
  keysRenewedAt: Date | null;
}

export interface SubscriptionView {
  card: SubscriptionCard;
  product: Product | null;
  period: Period | null;
  usage: UsageSummary | null;
}

/** A subscription as its owner sees it, from our own rows only: a list is rendered without requests to the vendors. */
export async function viewOf(
  deps: Needs<'catalog' | 'db' | 'settings'>,
  row: SubscriptionWithCustomer,
  context: { now: Date; usageAsOf: Date | null; blocked?: boolean },
): Promise<SubscriptionView> {
  const product = findProduct(deps.catalog, row.productId) ?? null;
  const period = currentPeriod(row, product, context.now);
  const notice = noticeOf(deps, row, context.now);
  const endingNow = row.cancelRequestedAt !== null && row.endedAt === null;
  const usage = product && period ? await usageOf(deps, row, product, period, context) : null;
  const quota = product && (await quotaOf(deps, row, product, context.now));
  return {
    product,
    period,
    usage,
    card: {
      id: row.id,
      name: row.name,
      productId: row.productId,
      productName: product?.displayName ?? row.productId,
      status: row.status,
      notice,
      costSoFar: usage?.costSoFar ?? null,
      callsInPeriod: usage?.callsInPeriod ?? 0,
      usageAsOf: context.usageAsOf,
      periodEnd: period?.end ?? null,
      pending: row.status === 'checkout',
      endingNow,
      accessGap: accessGap({ notice, gatewayState: row.gatewayState, endingNow }),
      problem: parseProblem(row),
      quotaUsedUpUntil: quota?.isUsedUp ? quota.renewsAt : null,
      blocked: context.blocked ?? false,
      keysRenewedAt: row.keysRenewedAt,
    },
  };
}

/** A free subscription has no periods at a provider: its months are counted from its start. */
function currentPeriod(
  row: SubscriptionWithCustomer,
  product: Product | null,
  now: Date,
): Period | null {
  if (row.status === 'free' && row.periodAnchor && product) {
    return periodAt(row.periodAnchor, product.recurring, now);
  }
  if (!row.periodStart || !row.periodEnd) return null;
  return { start: row.periodStart, end: row.periodEnd };
}

async function usageOf(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  product: Product,
  period: Period,
  context: { now: Date; usageAsOf: Date | null },
): Promise<UsageSummary> {
  const range = usageRange(period);
  const windows = await listWindows(deps.db, {
    subscriptionId: row.id,
    from: range.start,
    to: range.end,
  });
  const own =
    freeAllowance(product) === null
      ? null
      : await findPeriod(deps.db, { subscriptionId: row.id, start: period.start });
  return usageSummary({
    product,
    period,
    allowanceUsed: own?.allowanceUsed ?? 0,
    now: context.now,
    windows: windows.map((w) => ({ start: w.start, end: w.end, calls: Number(w.calls) })),
    readThrough: context.usageAsOf,
  });
}

async function quotaOf(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  product: Product,
  now: Date,
): Promise<QuotaUse | null> {
  const { quota } = product.qualityOfService;
  const startedAt = row.activatedAt;
  if (!quota || !startedAt || row.endedAt) return null;
  const asked = { quota, startedAt, now };
  const windows = await listWindows(deps.db, {
    subscriptionId: row.id,
    from: dayOf(quotaWindow(asked).start),
    to: now,
  });
  return quotaUse({
    ...asked,
    windows: windows.map(({ start, calls }) => ({ start, calls: Number(calls) })),
  });
}

export function noticeOf(
  deps: Needs<'settings'>,
  row: SubscriptionWithCustomer,
  now: Date,
): Notice | null {
  if (row.status === 'free') return { kind: 'active' };
  if (row.status === 'checkout') return { kind: 'waiting-for-payment' };
  const reasons = parseReasons(row.suspendedFor);
  const decided = decideAccess({
    status: row.status,
    endReason: row.endReason as EndReason | null,
    cancelAt: row.cancelAt,
    // Before the first sync after an update, a failed payment has its previous grace period.
    graceEndsAt: row.graceEndsAt ?? graceBefore(deps, row),
    isDisputed: reasons.includes('dispute'),
    isCreditUsedUp: reasons.includes('credit'),
    now,
  });
  return decided.kind === 'known' ? decided.notice : null;
}

function graceBefore(deps: Needs<'settings'>, row: SubscriptionWithCustomer): Date | null {
  if (row.pastDueSince === null) return null;
  return new Date(row.pastDueSince.getTime() + deps.settings.graceDays * 86_400_000);
}
