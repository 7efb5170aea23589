import { findPeriod } from '../../../db/periods';
import type { PlanVersion } from '../../../db/plan-versions';
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
import type { CallLimit } from '../../../domain/catalog/product';
import { summarySentence } from '../../../domain/pricing/plan-summary';
import { termsText } from '../../../domain/pricing/plan-terms';
import { pricePlan, type SoldTerms } from '../../../domain/pricing/price-plan';
import { priceSummary, type Quote } from '../../../domain/pricing/pricing';
import { type Period, periodAt } from '../../../domain/usage/billing-period';
import { type QuotaUse, quotaUse, quotaWindow } from '../../../domain/usage/quota-use';
import { type UsageSummary, usageSummary } from '../../../domain/usage/usage-summary';
import { dayOf, usageRange } from '../../../domain/usage/usage-window';
import type { Needs } from '../../deps';
import { productFacts } from '../../plan-versions/product-facts';
import { planOfVersion, soldTermsOf } from '../../plan-versions/sold-terms';

/** What a subscription costs, in words. */
export type SubscriptionPrice =
  | {
      kind: 'agreed';
      words: string;
      /** Its product is not offered any more. */
      isRetired: boolean;
      /** What new customers pay, where that is another price. */
      newCustomers: string | null;
    }
  /** A shape that we can't compute: in the provider's words, and billed by it alone. */
  | { kind: 'by-provider'; words: string }
  /** Not read from the provider yet. */
  | { kind: 'unknown' };

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
  const usage =
    terms && period ? await usageOf(deps, row, { terms, period, allowanceUsed, ...context }) : null;
  const quota = await quotaOf(deps, row, facts.quota, context.now);
  return {
    terms,
    period,
    usage,
    card: {
      id: row.id,
      name: row.name,
      productId: row.productId,
      productName: facts.displayName,
      price: priceOf(deps, row, version, terms),
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
function currentPeriod(row: SubscriptionWithCustomer, now: Date): Period | null {
  const plan = planOfVersion(row.planVersion);
  if (row.status === 'free' && row.periodAnchor && plan) {
    return periodAt(row.periodAnchor, plan.recurring, now);
  }
  if (!row.periodStart || !row.periodEnd) return null;
  return { start: row.periodStart, end: row.periodEnd };
}

async function usageOf(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  of: {
    terms: SoldTerms;
    period: Period;
    allowanceUsed: number;
    now: Date;
    usageAsOf: Date | null;
  },
): Promise<UsageSummary> {
  const { terms, period, now } = of;
  const range = usageRange(period);
  const windows = await listWindows(deps.db, {
    subscriptionId: row.id,
    from: range.start,
    to: range.end,
  });
  return usageSummary({
    product: terms,
    period,
    allowanceUsed: freeAllowance(terms) === null ? 0 : of.allowanceUsed,
    now,
    windows: windows.map((w) => ({ start: w.start, end: w.end, calls: Number(w.calls) })),
    readThrough: of.usageAsOf,
  });
}

/** The terms as they were agreed, and what somebody who buys the same product today agrees to where that is another price. */
function priceOf(
  deps: Needs<'catalog'>,
  row: SubscriptionWithCustomer,
  version: PlanVersion | null,
  terms: SoldTerms | null,
): SubscriptionPrice {
  if (!version) return { kind: 'unknown' };
  if (!terms) return { kind: 'by-provider', words: version.words };
  const offered = findProduct(deps.catalog, row.productId);
  const isSame = offered && termsText(pricePlan(offered)) === termsText(terms.plan);
  return {
    kind: 'agreed',
    words: summarySentence(priceSummary(terms)),
    isRetired: offered === undefined,
    newCustomers: offered && !isSame ? summarySentence(priceSummary(offered)) : null,
  };
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
