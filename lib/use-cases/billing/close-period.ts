import type { BillingPeriod, Subscription } from '../../db/generated/client';
import { withLease } from '../../db/leases';
import {
  findPeriod,
  listClosablePeriods,
  markPeriodClosed,
  type PeriodWithVersion,
} from '../../db/periods';
import type { PlanVersion } from '../../db/plan-versions';
import { findSubscription, type SubscriptionWithCustomer } from '../../db/subscriptions';
import {
  decidePeriod,
  type PeriodDecision,
  type PeriodFacts,
} from '../../domain/usage/decide-period';
import { AppError } from '../../kit/app-error';
import { inParallel } from '../../kit/in-parallel';
import { leaseName } from '../../kit/wire-names';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs, SyncDeps } from '../deps';
import { isMeteredVersion } from '../plan-versions/sold-terms';
import { type Failure, failureOf, messageOf } from '../runs/failure';
import { pushTotal } from '../usage/push-usage';
import { forgiveDeferred } from './forgive-suspended';
import { carryOut } from './internal/carry-out';
import { deferFeeOfNewPlan } from './internal/deferred-fee';
import {
  factsOfInvoice,
  factsOfRow,
  factsOfSubscription,
  termsOf,
  UNSEEN,
  versionFor,
} from './internal/period-facts';
import { readToTheEnd } from './read-to-the-end';

type DeferredPeriod = BillingPeriod & { subscription: Subscription };

/** Reads a subscription again, because its state may depend on the invoice's total. */
export type Resync = (deps: SyncDeps, subscriptionId: string) => Promise<unknown>;

/** How many periods are looked up together, and how many of them are closed at the same time. */
const PAGE = 200;
const AT_ONCE = 4;
/** Its share of a run's time: on the first of a month everybody renews, and other work waits behind this. */
const SHARE_OF_RUN = 0.25;

/**
 * Closes every deferred period whose last counts must have arrived, as many as there is time for; the next run takes
 * the rest. Every one is tried; failures are collected.
 */
export async function closeDuePeriods(
  deps: SyncDeps,
  resync: Resync,
): Promise<{ closed: number; failures: Failure[] }> {
  const now = await deps.clock.now();
  const stopAt = performance.now() + deps.settings.runBudgetSeconds * 1000 * SHARE_OF_RUN;
  const endedBefore = new Date(now.getTime() - deps.settings.usageLagMinutes * 60_000);
  const outcome: { closed: number; failures: Failure[] } = { closed: 0, failures: [] };
  let after: DeferredPeriod | null = null;
  do {
    const page: DeferredPeriod[] = await listClosablePeriods(deps.db, {
      endedBefore,
      after,
      limit: PAGE,
    });
    await inParallel(page, AT_ONCE, async (period) => {
      if (performance.now() > stopAt) return;
      const closed = await closeDue(deps, period, { now, resync });
      if (closed === true) outcome.closed += 1;
      else if (closed !== false) outcome.failures.push(closed);
    });
    after = page.length < PAGE ? null : (page.at(-1) ?? null);
  } while (after !== null && performance.now() < stopAt);
  return outcome;
}

/** False when another instance is doing it, or has done it. */
async function closeDue(
  deps: SyncDeps,
  period: DeferredPeriod,
  by: { now: Date; resync: Resync },
): Promise<boolean | Failure> {
  try {
    const leased = await withLease(
      deps.db,
      leaseName.closing(period.subscriptionId),
      { waitMs: 0 },
      () => closeOrRelease(deps, period, by),
    );
    return leased.kind === 'done' && leased.value;
  } catch (error) {
    deps.log.error({ subscriptionId: period.subscriptionId, err: error }, 'period not closed');
    return failureOf(period.subscriptionId, error);
  }
}

/** False when another instance has closed it since it was listed, or somebody else has to finalize its invoice. */
async function closeOrRelease(
  deps: SyncDeps,
  listed: DeferredPeriod,
  { now, resync }: { now: Date; resync: Resync },
): Promise<boolean> {
  const { subscriptionId, start } = listed;
  const period = await findPeriod(deps.db, { subscriptionId, start });
  if (period?.state !== 'closing') return false;
  try {
    return await closePeriod(deps, period, { now, resync });
  } catch (error) {
    if (await isUnbillable(deps, period)) return true;
    throw error;
  }
}

/**
 * A deleted customer can't be charged: its period is closed as one without an invoice, and its amount is recorded as
 * lost.
 */
async function isUnbillable(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: BillingPeriod,
): Promise<boolean> {
  const { subscriptionId, start, end } = period;
  const customerId = (await findSubscription(deps.db, subscriptionId))?.customer?.providerId;
  if (!customerId || !(await isCustomerDeleted(deps, customerId))) return false;
  const at = await deps.clock.now();
  const none = { invoiceId: null, callsBilled: null };
  await markPeriodClosed(deps.db, { subscriptionId, start, end, ...none, at });
  return true;
}

/**
 * Last reading -> total -> provider -> compare -> finalize the invoice. Every step may be repeated. When something is missing
 * for too long, the invoice is finalized all the same and the reason is the run's failure.
 */
async function closePeriod(
  deps: SyncDeps,
  period: PeriodWithVersion,
  { now, resync }: { now: Date; resync: Resync },
): Promise<boolean> {
  const { subscriptionId, start, end } = period;
  const { row, customerId, invoice } = await partsOf(deps, period);
  const version = await versionFor(deps, {
    subscriptionId,
    start,
    period,
    prices: invoice.usagePrices,
    contract: row.planVersion,
  });
  const facts: PeriodFacts = {
    ...UNSEEN,
    // Its invoice may have shown that its price was swapped.
    ...factsOfRow(await findPeriod(deps.db, { subscriptionId, start })),
    terms: termsOf(version),
    subscription: factsOfSubscription(row),
    invoice: factsOfInvoice(invoice),
    isOverdue: now.getTime() - end.getTime() >= deps.settings.deferHours * 3_600_000,
  };
  const atHand = { subscriptionId, start, end, version, invoice, wasClaimed: true };
  const usage = { subscription: row, period, version, customerId, invoice };
  const isDue = facts.invoice?.kind === 'own' && facts.invoice.isDraft && !facts.invoice.isStopped;
  const last = isDue ? await reportLastUsage(deps, usage) : { total: null, missing: null };
  const decision = decidePeriod({ ...facts, usage: { isComplete: last.missing === null } });
  if (decision.kind === 'wait') throw new AppError('conflict', whyItWaits(decision, last.missing));
  const why = last.missing === null ? WAITED_FOR[waitedFor(facts)] : messageOf(last.missing);
  const carried = await carryOut(deps, { ...atHand, total: last.total, why }, decision);
  if (carried === 'closed' && decision.kind === 'finalize') {
    if (decision.isAutomatic) throw finalizedAnyway(deps, invoice.id, why, last.missing);
    await resync(deps, row.id);
  }
  return carried === 'closed';
}

async function partsOf(
  deps: Needs<'db' | 'payments'>,
  period: BillingPeriod,
): Promise<{ row: SubscriptionWithCustomer; customerId: string; invoice: ProviderInvoice }> {
  const { subscriptionId, invoiceId } = period;
  const row = await findSubscription(deps.db, subscriptionId);
  const customerId = row?.customer?.providerId;
  if (!row || !customerId || !invoiceId) {
    throw new AppError('conflict', `Period of ${subscriptionId} has no customer.`);
  }
  const invoice = await deps.payments.readInvoice(invoiceId);
  if (!invoice) throw new AppError('conflict', `The provider has no invoice ${invoiceId}.`);
  return { row, customerId, invoice };
}

interface LastUsage {
  subscription: SubscriptionWithCustomer;
  period: BillingPeriod;
  version: PlanVersion | 'unresolved';
  customerId: string;
  invoice: ProviderInvoice;
}

/** Reads, reports and compares a period's last counts. `missing`: why they are not complete. */
async function reportLastUsage(
  deps: SyncDeps,
  of: LastUsage,
): Promise<{ total: number | null; missing: unknown }> {
  const { subscription, period, version, customerId, invoice } = of;
  const { subscriptionId, start, end } = period;
  const productId = version === 'unresolved' ? null : version.productId;
  if (productId === null || !isMeteredVersion(version === 'unresolved' ? null : version)) {
    return { total: null, missing: null };
  }
  let total: number | null = null;
  try {
    total = await readToTheEnd(deps, subscription, period);
    await pushTotal(deps, { subscriptionId, productId, customerId, start, end, total });
    await expectKnown(deps, { productId, customerId, period, total });
    await forgiveDeferred(deps, { ...period, invoiceId: invoice.id }, total);
    await deferFeeOfNewPlan(deps, { subscriptionId, customerId, invoiceId: invoice.id });
    return { total, missing: null };
  } catch (error) {
    return { total, missing: error };
  }
}

const WAITED_FOR = {
  'an-operator':
    'its price was changed at Stripe before the period was over; decide on the subscription’s page at which of its two prices late calls are billed',
  prices: 'the prices that it was sold at are not known yet',
  usage: 'its usage is incomplete',
  'a-renewal': 'its renewal has not come yet',
} as const;

function waitedFor({ isSwapped, terms }: PeriodFacts): keyof typeof WAITED_FOR {
  if (isSwapped) return 'an-operator';
  return terms === 'unresolved' ? 'prices' : 'usage';
}

function whyItWaits(decision: Extract<PeriodDecision, { kind: 'wait' }>, missing: unknown): string {
  if (decision.for === 'usage' && missing !== null) return messageOf(missing);
  return `Its invoice waits: ${WAITED_FOR[decision.for]}.`;
}

function finalizedAnyway(
  deps: Needs<'settings'>,
  invoiceId: string,
  why: string,
  cause: unknown,
): AppError {
  return new AppError(
    'conflict',
    `The invoice ${invoiceId} was finalized automatically after ${deps.settings.deferHours} hours although its usage is incomplete (${why}). The rest is billed on the next one.`,
    { cause },
  );
}

/** Stops while the provider would bill another number: its meters take a moment to catch up. */
export async function expectKnown(
  deps: Needs<'payments'>,
  input: {
    productId: string;
    customerId: string;
    period: { start: Date; end: Date };
    total: number;
  },
): Promise<void> {
  const known = await deps.payments.readReportedUsage(input);
  if (known === input.total) return;
  throw new AppError(
    'conflict',
    `Stripe has ${known} calls and API Management ${input.total}; this is retried.`,
  );
}
