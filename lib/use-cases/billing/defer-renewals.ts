import { recordAudit } from '../../db/audit';
import type { BillingPeriod, Subscription } from '../../db/generated/client';
import {
  findPeriod,
  listUnclaimedPeriods,
  markPeriodChecked,
  markPeriodClosed,
  markPeriodClosing,
  type PeriodWithVersion,
} from '../../db/periods';
import { type PlanVersion, resolvePeriodVersion } from '../../db/plan-versions';
import { findByProvider, findSubscription } from '../../db/subscriptions';
import { sumWindows } from '../../db/usage';
import type { Period } from '../../domain/usage/billing-period';
import { lastUsageRange } from '../../domain/usage/usage-window';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import type { Needs } from '../deps';
import { isMeteredVersion, planOfVersion } from '../plan-versions/sold-terms';
import { versionOfPeriod } from '../plan-versions/version-of-period';
import { type Failure, failureOf } from '../runs/failure';
import { billedCalls } from '../usage/billed-calls';
import { deferLicence } from './defer-licences';
import { leaveToOperator } from './internal/leave-to-operator';

/**
 * Keeps a renewal's invoice from being finalized before the last usage of its period is in. An invoice that was
 * finalized already (its webhook was lost for longer than the provider waits) is recorded with what it billed; what is
 * missing on it goes on the next one.
 */
export async function deferRenewalInvoice(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>,
  input: { subscriptionId: string; invoiceId: string },
): Promise<void> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row) return;
  const invoice = await deps.payments.readInvoice(input.invoiceId);
  if (!invoice?.isRenewal) return;
  await deferRead(deps, row, invoice);
}

/**
 * Decides by the version of the invoice's own period: the subscription may have changed to another one with the
 * renewal.
 */
async function deferRead(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>,
  row: Pick<Subscription, 'id' | 'reversedAt'>,
  invoice: ProviderInvoice,
) {
  const { usagePeriod } = invoice;
  const subscriptionId = row.id;
  if (!usagePeriod) await deferLicence(deps, row, invoice);
  if (!usagePeriod || row.reversedAt) return;
  const known = await findPeriod(deps.db, { subscriptionId, start: usagePeriod.start });
  if (known?.state === 'closed') return;
  if (known?.state === 'closing' && invoice.deferredByUs) return;
  if (known?.state === 'left-to-operator' && invoice.isStopped) return;
  if (known && !isOf(usagePeriod, known)) return;
  const version = await versionOf(deps, known, { subscriptionId, invoice });
  // What we can't compute is the provider's to bill; what is not resolved yet may wait, and nothing else.
  if (version !== 'unresolved' && !isMeteredVersion(version)) return;
  const names = { subscriptionId, invoiceId: invoice.id };
  const deferredUntil = new Date(usagePeriod.end.getTime() + deps.settings.deferHours * 3_600_000);
  const outcome =
    invoice.state === 'draft'
      ? await deps.payments.deferFinalization(invoice.id, deferredUntil)
      : 'not-draft';
  switch (outcome) {
    case 'not-draft':
      return recordMissed(deps, subscriptionId, invoice);
    case 'stopped':
      await leaveToOperator(deps, { ...names, ...usagePeriod });
      return keepVersion(deps, { subscriptionId, start: usagePeriod.start }, version);
    case 'deferred-by-stopping':
      deps.log.warn(
        names,
        'the provider refused a later finalization time: only we will finalize this invoice',
      );
      break;
    case 'deferred':
      break;
    default:
      return outcome satisfies never;
  }
  await markPeriodClosing(deps.db, { ...names, ...usagePeriod });
  await keepVersion(deps, { subscriptionId, start: usagePeriod.start }, version);
  deps.log.info(names, 'renewal deferred for its last usage');
}

/**
 * Whether an invoice bills the usage of this period. A period that a change of plan ended was billed with the change: a
 * later renewal without lines, whose range covers the whole time since the last one, belongs to another period.
 */
function isOf(usage: Period, period: Pick<BillingPeriod, 'start' | 'end' | 'productId'>): boolean {
  if (usage.start.getTime() !== period.start.getTime()) return false;
  return period.productId === null || usage.end <= period.end;
}

/**
 * `unresolved`: its prices could not be read just now. Waiting for them would let the invoice go out. An invoice without
 * lines bills nothing and says nothing of its prices.
 */
async function versionOf(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  known: PeriodWithVersion | null,
  of: { subscriptionId: string; invoice: ProviderInvoice },
): Promise<PlanVersion | null | 'unresolved'> {
  const { usagePeriod, usagePrices } = of.invoice;
  if (!usagePeriod) return null;
  const names = { subscriptionId: of.subscriptionId, start: usagePeriod.start };
  try {
    return await versionOfPeriod(deps, names, known, usagePrices);
  } catch (error) {
    deps.log.error({ ...names, err: error }, 'the prices of an invoice were not read');
    return known?.planVersion ?? 'unresolved';
  }
}

/** A period that was found through its invoice has been written down without one. */
async function keepVersion(
  deps: Needs<'db'>,
  names: { subscriptionId: string; start: Date },
  version: PlanVersion | null | 'unresolved',
): Promise<void> {
  if (version === null || version === 'unresolved') return;
  await resolvePeriodVersion(deps.db, names, version.id);
}

async function recordMissed(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  subscriptionId: string,
  invoice: ProviderInvoice,
) {
  const fresh = (await deps.payments.readInvoice(invoice.id)) ?? invoice;
  const { usagePeriod } = invoice;
  if (!usagePeriod) return;
  const at = await deps.clock.now();
  const names = { subscriptionId, start: usagePeriod.start };
  const known = await findPeriod(deps.db, names);
  const version = await versionOfPeriod(deps, names, known, fresh.usagePrices);
  const callsBilled = await billedCalls(deps, {
    subscriptionId,
    plan: planOfVersion(version),
    periodStart: usagePeriod.start,
    invoice: fresh,
  });
  await markPeriodClosed(deps.db, {
    subscriptionId,
    ...usagePeriod,
    invoiceId: invoice.id,
    callsBilled,
    at,
  });
  await keepVersion(deps, names, version);
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'period.closed-by-provider',
    targetType: 'period',
    targetId: subscriptionId,
    details: { invoiceId: invoice.id, callsBilled },
    at,
  });
  deps.log.warn(
    { subscriptionId, invoiceId: invoice.id },
    'an invoice was finalized without us: what is missing on it is billed next',
  );
}

/** A renewal that was just created may not have reached us yet. */
const UNCLAIMED_AFTER_MS = 2 * 3_600_000;

/**
 * Finds renewals whose `invoice.created` never arrived: drafts at the provider that nobody claimed, and periods that
 * ended without being deferred. Runs well within the hour after which the provider finalizes by itself.
 */
export async function deferMissedRenewals(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>,
): Promise<{ deferred: number; failures: Failure[] }> {
  const outcome: { deferred: number; failures: Failure[] } = { deferred: 0, failures: [] };
  for await (const invoice of deps.payments.listDraftRenewals()) {
    try {
      const row = await findByProvider(deps.db, {
        providerId: invoice.providerSubscriptionId,
        checkoutId: null,
      });
      if (!row) continue;
      await deferRead(deps, row, invoice);
      outcome.deferred += 1;
    } catch (error) {
      outcome.failures.push(failureOf(invoice.id, error));
    }
  }
  const now = await deps.clock.now();
  const unclaimed = await listUnclaimedPeriods(deps.db, {
    now,
    renewedBefore: new Date(now.getTime() - UNCLAIMED_AFTER_MS),
    limit: 500,
  });
  for (const period of unclaimed) {
    try {
      await markPeriodChecked(deps.db, period, now);
      await settleUnclaimedPeriod(deps, period);
    } catch (error) {
      outcome.failures.push(failureOf(period.subscriptionId, error));
    }
  }
  return outcome;
}

/** Finds the invoice of a period that ended. Without one, the period's usage is still to be billed. */
export async function settleUnclaimedPeriod(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>,
  period: BillingPeriod & { subscription: Subscription },
): Promise<void> {
  const { subscription } = period;
  if (!subscription.providerId || !(await isOurs(deps, period))) return;
  const invoices = await deps.payments.listInvoices(subscription.providerId);
  const own = invoices.find(({ usagePeriod }) => usagePeriod !== null && isOf(usagePeriod, period));
  if (own) {
    await deferRead(deps, subscription, own);
    return;
  }
  const apart = invoices
    .filter((invoice) => invoice.state !== 'draft')
    .flatMap(({ id, earlierUsage }) => earlierUsage.map((usage) => ({ invoiceId: id, ...usage })))
    .find(({ start }) => start.getTime() === period.start.getTime());
  if (apart) {
    await closeAsBilled(deps, period, apart);
    return;
  }
  const pauseState = await pauseStateOf(deps, subscription.providerId, period);
  const isNotBillable =
    subscription.reversedAt !== null ||
    pauseState === 'in-trial' ||
    invoices.some((one) => isAfter(one, period));
  const counted = await sumWindows(deps.db, {
    subscriptionId: subscription.id,
    from: lastUsageRange(period).start,
    to: lastUsageRange(period).end,
  });
  // A renewal may still come, unless the period ended with a change of plan or in a pause, or a later renewal exists.
  const isPassedBy = invoices.some(
    (one) => one.usagePeriod && one.usagePeriod.start >= period.end && one.state !== 'draft',
  );
  const isWaiting =
    subscription.endedAt === null &&
    period.productId === null &&
    !isPassedBy &&
    pauseState === null;
  if (!isNotBillable && isWaiting) return;
  await markPeriodClosed(deps.db, {
    subscriptionId: subscription.id,
    start: period.start,
    end: period.end,
    invoiceId: null,
    callsBilled: isNotBillable ? counted : null,
    at: await deps.clock.now(),
  });
}

/** Billed by usage that we report. One that is not resolved yet waits: nothing of it is closed by us. */
async function isOurs(deps: Needs<'db'>, period: BillingPeriod): Promise<boolean> {
  const { subscriptionId, start } = period;
  const known = await findPeriod(deps.db, { subscriptionId, start });
  return isMeteredVersion(known?.planVersion ?? null);
}

/**
 * A paused subscription doesn't renew, so a period that begins with the pause never gets an invoice: calls from before
 * the gateway learned of the pause are late usage. This does not apply to the period that the pause itself ended; its
 * usage waits at the provider for the next invoice.
 */
async function pauseStateOf(
  deps: Needs<'payments'>,
  providerId: string,
  period: BillingPeriod,
): Promise<'in-trial' | 'in-pause' | null> {
  const found = await deps.payments.readSubscription(providerId);
  if (found?.status !== 'paused') return null;
  if (found.period?.start.getTime() !== period.start.getTime()) return null;
  return found.trialEnd && period.end <= found.trialEnd ? 'in-trial' : 'in-pause';
}

/**
 * Usage that a pause left for a later invoice is billed as it was at that time; what is missing on it is late usage.
 */
async function closeAsBilled(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: BillingPeriod & { subscription: Subscription },
  apart: { invoiceId: string } & ProviderInvoice['earlierUsage'][number],
): Promise<void> {
  const { subscriptionId, start, end } = period;
  const names = { subscriptionId, start };
  const known = await findPeriod(deps.db, names);
  const version = await versionOfPeriod(deps, names, known, apart.prices);
  const callsBilled = await billedCalls(deps, {
    subscriptionId,
    plan: planOfVersion(version),
    periodStart: start,
    invoice: apart,
  });
  const at = await deps.clock.now();
  const { invoiceId } = apart;
  await markPeriodClosed(deps.db, { subscriptionId, start, end, invoiceId, callsBilled, at });
}

/** The renewal at the end of a trial bills no usage: calls of a trial are not billable. */
function isAfter(invoice: ProviderInvoice, period: BillingPeriod): boolean {
  return invoice.isRenewal && invoice.usagePeriod === null && invoice.createdAt >= period.end;
}
