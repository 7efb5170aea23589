import type { BillingPeriod, Subscription } from '../../../db/generated/client';
import type { PeriodWithVersion } from '../../../db/periods';
import type { PlanVersion } from '../../../db/plan-versions';
import type { Period } from '../../../domain/usage/billing-period';
import type { PeriodFacts, PeriodState } from '../../../domain/usage/decide-period';
import type { ProviderInvoice } from '../../../ports/provider-invoice';
import type { ProviderPrices } from '../../../ports/provider-price';
import type { Needs } from '../../deps';
import { isMeteredVersion } from '../../plan-versions/sold-terms';
import { versionOfPeriod } from '../../plan-versions/version-of-period';

/** Nothing but what a row and an invoice say. */
export const UNSEEN: Omit<PeriodFacts, 'state' | 'terms' | 'subscription'> = {
  isSwapped: false,
  endedByPlanChange: false,
  invoice: null,
  later: { isRenewalBilled: false, isTrialRenewal: false },
  usage: null,
  isOverdue: false,
};

/** What a period's row says; null: only an invoice tells of it. */
export function factsOfRow(
  period: PeriodWithVersion | null,
): Pick<PeriodFacts, 'state' | 'isSwapped' | 'endedByPlanChange'> {
  return {
    state: period && (period.state as PeriodState),
    isSwapped: period?.swappedToId != null,
    endedByPlanChange: period?.productId != null,
  };
}

export function factsOfSubscription(
  row: Pick<Subscription, 'reversedAt' | 'endedAt'>,
): PeriodFacts['subscription'] {
  return { isReversed: row.reversedAt !== null, hasEnded: row.endedAt !== null, pause: null };
}

export function factsOfInvoice(invoice: ProviderInvoice): NonNullable<PeriodFacts['invoice']> {
  return {
    kind: 'own',
    isDraft: invoice.state === 'draft',
    isStopped: invoice.isStopped,
    isClaimed: invoice.deferredByUs,
  };
}

export function termsOf(version: PlanVersion | null | 'unresolved'): PeriodFacts['terms'] {
  if (version === 'unresolved') return version;
  return isMeteredVersion(version) ? 'metered' : 'not-metered';
}

/**
 * Whether an invoice bills the usage of this period. A period that a change of plan ended was billed with the change: a
 * later renewal without lines, whose range covers the whole time since the last one, belongs to another period.
 */
export function isOf(
  usage: Period,
  period: Pick<BillingPeriod, 'start' | 'end' | 'productId'>,
): boolean {
  if (usage.start.getTime() !== period.start.getTime()) return false;
  return period.productId === null || usage.end <= period.end;
}

/**
 * `unresolved`: its prices could not be read just now, or nothing says which they were. An invoice without lines bills
 * nothing and says nothing of its prices: then it is what the subscription is.
 */
export async function versionFor(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  of: {
    subscriptionId: string;
    start: Date;
    period: PeriodWithVersion | null;
    prices: ProviderPrices;
    contract: PlanVersion | null;
  },
): Promise<PlanVersion | 'unresolved'> {
  const { subscriptionId, start, period, prices, contract } = of;
  const names = { subscriptionId, start };
  if (prices.items.length === 0) return period?.planVersion ?? contract ?? 'unresolved';
  try {
    return (await versionOfPeriod(deps, names, period, prices)) ?? 'unresolved';
  } catch (error) {
    deps.log.error({ ...names, err: error }, 'the prices of an invoice were not read');
    return period?.planVersion ?? 'unresolved';
  }
}
