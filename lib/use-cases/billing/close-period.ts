import { recordAudit } from '../../db/audit';
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
import { lastReport } from '../../db/usage-reports';
import type { PricePlan } from '../../domain/pricing/price-plan';
import { AppError } from '../../kit/app-error';
import { inParallel } from '../../kit/in-parallel';
import { leaseName } from '../../kit/wire-names';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs, SyncDeps } from '../deps';
import { planOfVersion } from '../plan-versions/sold-terms';
import { versionOfPeriod } from '../plan-versions/version-of-period';
import { type Failure, failureOf, messageOf } from '../runs/failure';
import { billedCalls, callsFinalized } from '../usage/billed-calls';
import { pushTotal } from '../usage/push-usage';
import { forgiveDeferred } from './forgive-suspended';
import { deferFeeOfNewPlan } from './internal/deferred-fee';
import { leaveToOperator } from './internal/leave-to-operator';
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

/** False when another instance has closed it since it was listed. */
async function closeOrRelease(
  deps: SyncDeps,
  period: DeferredPeriod,
  { now, resync }: { now: Date; resync: Resync },
): Promise<boolean> {
  const { subscriptionId, start } = period;
  if ((await findPeriod(deps.db, { subscriptionId, start }))?.state !== 'closing') return false;
  try {
    return await closePeriod(deps, period, resync);
  } catch (error) {
    if (await isUnbillable(deps, period)) return true;
    const deferredMs = now.getTime() - period.end.getTime();
    if (deferredMs < deps.settings.deferHours * 3_600_000) throw error;
    if ((await finalizeAutomatically(deps, period, messageOf(error))) === 'left') return false;
    throw new AppError(
      'conflict',
      `The invoice ${period.invoiceId} was finalized automatically after ${deps.settings.deferHours} hours although its usage is incomplete (${messageOf(error)}). The rest is billed on the next one.`,
      { cause: error },
    );
  }
}

/**
 * A deleted customer can't be charged: its period is closed as one without an invoice, and its amount is recorded as
 * lost.
 */
async function isUnbillable(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: DeferredPeriod,
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
 * Last reading -> total -> provider -> compare -> finalize the invoice. Every step may be repeated. False when somebody
 * else has to finalize the invoice.
 */
async function closePeriod(
  deps: SyncDeps,
  period: DeferredPeriod,
  resync: Resync,
): Promise<boolean> {
  const { row, productId, plan, customerId, invoiceId } = await partsOf(deps, period);
  const invoice = await deps.payments.readInvoice(invoiceId);
  if (invoice && invoice.state !== 'draft') {
    // Somebody finalized it by hand: what it billed counts.
    await deps.payments.releaseInvoice(invoiceId);
    const { subscriptionId, start: periodStart } = period;
    const billed = { subscriptionId, plan, periodStart, invoice };
    await close(deps, period, await billedCalls(deps, billed));
    return true;
  }
  const total = await readToTheEnd(deps, row, period);
  await pushTotal(deps, {
    subscriptionId: row.id,
    productId,
    customerId,
    start: period.start,
    end: period.end,
    total,
  });
  await expectKnown(deps, { productId, customerId, period, total });
  const { subscriptionId, start: periodStart } = period;
  await forgiveDeferred(deps, { ...period, invoiceId }, total);
  await deferFeeOfNewPlan(deps, { subscriptionId, customerId, invoiceId });
  if ((await deps.payments.releaseInvoice(invoiceId)) === 'stopped') {
    await leaveToOperator(deps, { ...period, invoiceId });
    return false;
  }
  const finalized = { subscriptionId, plan, periodStart, invoiceId, total };
  await close(deps, period, await callsFinalized(deps, finalized));
  await resync(deps, row.id);
  return true;
}

async function partsOf(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: DeferredPeriod,
): Promise<{
  row: SubscriptionWithCustomer;
  productId: string;
  plan: PricePlan;
  customerId: string;
  invoiceId: string;
}> {
  const row = await findSubscription(deps.db, period.subscriptionId);
  const customerId = row?.customer?.providerId;
  if (!row || !customerId || !period.invoiceId) {
    throw new AppError('conflict', `Period of ${period.subscriptionId} has no customer.`);
  }
  const { subscriptionId, start, invoiceId } = period;
  const known = await findPeriod(deps.db, { subscriptionId, start });
  const version = known?.planVersion ?? (await versionOnInvoice(deps, known, invoiceId));
  const plan = planOfVersion(version);
  if (known?.swappedToId) throw new AppError('conflict', SWAPPED);
  if (!version?.productId || !plan) throw new AppError('conflict', UNRESOLVED);
  return { row, productId: version.productId, plan, customerId, invoiceId };
}

const SWAPPED =
  'Its price was changed at Stripe before the period was over. Decide on the subscription’s page at which of its two prices late calls are billed.';
const UNRESOLVED = 'The prices that this period was sold at are not known yet; this is retried.';

async function versionOnInvoice(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: PeriodWithVersion | null,
  invoiceId: string,
): Promise<PlanVersion | null> {
  const invoice = await deps.payments.readInvoice(invoiceId);
  return period && invoice && versionOfPeriod(deps, period, period, invoice.usagePrices);
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

async function close(
  deps: Needs<'clock' | 'db' | 'log'>,
  period: DeferredPeriod,
  callsBilled: number,
): Promise<void> {
  const { subscriptionId, start, end, invoiceId } = period;
  const at = await deps.clock.now();
  await markPeriodClosed(deps.db, { subscriptionId, start, end, invoiceId, callsBilled, at });
  deps.log.info({ subscriptionId, invoiceId, callsBilled }, 'period closed and invoice finalized');
}

/** The invoice decides what was billed: a usage run may report another count while it is being finalized. */
async function finalizeAutomatically(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: DeferredPeriod,
  why: string,
): Promise<'released' | 'left'> {
  const { subscriptionId, start: periodStart, invoiceId } = period;
  if (!invoiceId) throw new AppError('conflict', `Period of ${subscriptionId} has no invoice.`);
  if ((await deps.payments.releaseInvoice(invoiceId)) === 'stopped') {
    await leaveToOperator(deps, { ...period, invoiceId });
    return 'left';
  }
  const invoice = await deps.payments.readInvoice(invoiceId);
  const names = { subscriptionId, periodStart };
  const known = await findPeriod(deps.db, { subscriptionId, start: periodStart });
  const plan = planOfVersion(known?.planVersion ?? null);
  const billed = invoice
    ? await billedCalls(deps, { ...names, plan, invoice })
    : Number((await lastReport(deps.db, names))?.total ?? 0n);
  await close(deps, period, billed);
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'period.released-by-rule',
    targetType: 'period',
    targetId: subscriptionId,
    details: { invoiceId, callsBilled: billed, why },
    at: await deps.clock.now(),
  });
  return 'released';
}
