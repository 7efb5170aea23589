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
import type { CallLimit } from '../../../domain/catalog/product';
import type { SoldTerms } from '../../../domain/pricing/price-plan';
import type { Quote } from '../../../domain/pricing/pricing';
import { type Period, periodAt } from '../../../domain/usage/billing-period';
import { type QuotaUse, quotaUse, quotaWindow } from '../../../domain/usage/quota-use';
import {
  type CallsSummary,
  callsSummary,
  type UsageSummary,
  usageSummary,
} from '../../../domain/usage/usage-summary';
import { dayOf, usageRange } from '../../../domain/usage/usage-window';
import type { Needs } from '../../deps';
import { productFacts } from '../../plan-versions/product-facts';
import { planOfVersion, soldTermsOf } from '../../plan-versions/sold-terms';
import { type SubscriptionPrice, subscriptionPrice } from './subscription-price';

export type { SubscriptionPrice } from './subscription-price';

export interface SubscriptionCard {
  id: string;
  name: string;
  productId: string;
  productName: string;
  price: SubscriptionPrice;
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
  /** What its running period is billed at; null while that is not known, or can't be computed. */
  terms: SoldTerms | null;
  period: Period | null;
  /** Counted at any price. */
  calls: CallsSummary | null;
  /** With what they cost; null where that can't be computed. */
  usage: UsageSummary | null;
}

/** A subscription as its owner sees it, from our own rows only: a list is rendered without requests to the vendors. */
export async function viewOf(
  deps: Needs<'catalog' | 'db' | 'settings'>,
  row: SubscriptionWithCustomer,
  context: { now: Date; usageAsOf: Date | null; blocked?: boolean },
): Promise<SubscriptionView> {
  const facts = await productFacts(deps, row.productId);
  const period = currentPeriod(row, context.now);
  const running =
    period && (await findPeriod(deps.db, { subscriptionId: row.id, start: period.start }));
  const version = running?.planVersion ?? row.planVersion;
  const terms = await soldTermsOf(deps, version);
  const notice = noticeOf(deps, row, context.now);
  const endingNow = row.cancelRequestedAt !== null && row.endedAt === null;
  const allowanceUsed = running?.allowanceUsed ?? 0;
  const windows = period ? await windowsOf(deps, row, period) : [];
  const usage =
    terms && period
      ? usageSummary({
          product: terms,
          period,
          allowanceUsed: freeAllowance(terms) === null ? 0 : allowanceUsed,
          now: context.now,
          windows,
          readThrough: context.usageAsOf,
        })
      : null;
  const calls = usage ?? (period && callsSummary({ period, now: context.now, windows }));
  const quota = await quotaOf(deps, row, facts.quota, context.now);
  return {
    terms,
    period,
    calls,
    usage,
    card: {
      id: row.id,
      name: row.name,
      productId: row.productId,
      productName: facts.displayName,
      price: subscriptionPrice(deps, row.productId, { version, terms }),
      status: row.status,
      notice,
      costSoFar: usage?.costSoFar ?? null,
      callsInPeriod: calls?.callsInPeriod ?? 0,
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
function currentPeriod(row: SubscriptionWithCustomer, now: Date): Period | null {
  const plan = planOfVersion(row.planVersion);
  if (row.status === 'free' && row.periodAnchor && plan) {
    return periodAt(row.periodAnchor, plan.recurring, now);
  }
  if (!row.periodStart || !row.periodEnd) return null;
  return { start: row.periodStart, end: row.periodEnd };
}

async function windowsOf(deps: Needs<'db'>, row: SubscriptionWithCustomer, period: Period) {
  const { start: from, end: to } = usageRange(period);
  const windows = await listWindows(deps.db, { subscriptionId: row.id, from, to });
  return windows.map(({ start, end, calls }) => ({ start, end, calls: Number(calls) }));
}

async function quotaOf(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  quota: CallLimit | null,
  now: Date,
): Promise<QuotaUse | null> {
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
