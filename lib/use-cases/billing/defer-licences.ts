import { listDueDeferred, markPeriodDeferred } from '../../db/forgiven-periods';
import type { BillingPeriod, Subscription } from '../../db/generated/client';
import {
  findPeriod,
  findPeriodWithSubscription,
  markPeriodChecked,
  markPeriodClosed,
} from '../../db/periods';
import { findSubscription } from '../../db/subscriptions';
import { listSuspensions } from '../../db/suspensions';
import { isSuspendedSince } from '../../domain/access/suspended-period';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs } from '../deps';
import { versionOfPeriod } from '../plan-versions/version-of-period';
import { type Failure, failureOf } from '../runs/failure';
import { forgiveSuspended } from './forgive-suspended';
import { settleDeferredFee } from './internal/deferred-fee';
import { leaveToOperator } from './internal/leave-to-operator';

/**
 * Defers the invoice of a renewal that is paid in advance while the subscription's keys don't work. The invoice is due
 * in full when the keys work again within its period; otherwise nothing is charged.
 */
export async function deferLicence(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  row: Pick<Subscription, 'id' | 'reversedAt'>,
  invoice: ProviderInvoice,
): Promise<void> {
  const { inAdvance, id: invoiceId } = invoice;
  if (!inAdvance || invoice.state !== 'draft' || row.reversedAt) return;
  const { period } = inAdvance;
  const names = { subscriptionId: row.id, start: period.start };
  const known = await findPeriod(deps.db, names);
  if (known?.state === 'closed' || (known?.state === 'deferred' && invoice.deferredByUs)) return;
  if (!isSuspendedSince(period, await listSuspensions(deps.db, row.id))) return;
  const outcome = await deps.payments.deferFinalization(invoiceId, period.end);
  // One that was finalized already is credited when its period has ended.
  if (outcome === 'not-draft') return;
  const deferred = { ...names, end: period.end, invoiceId };
  // The provider stops the drafts of an unpaid subscription. Whoever reactivates it finalizes them by hand.
  if (outcome === 'stopped') return leaveToOperator(deps, deferred);
  await markPeriodDeferred(deps.db, deferred);
  await versionOfPeriod(deps, names, known, inAdvance.prices);
  deps.log.info({ ...names, invoiceId }, 'renewal deferred: the key does not work');
}

/** Finalizes deferred invoices once the keys work again or the period has ended. */
export async function settleDeferredLicences(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
): Promise<{ failures: Failure[] }> {
  const failures: Failure[] = [];
  const now = await deps.clock.now();
  for (const names of await listDueDeferred(deps.db, { now, limit: 500 })) {
    try {
      await settleDue(deps, names, now);
    } catch (error) {
      failures.push(failureOf(names.subscriptionId, error));
    }
  }
  return { failures };
}

async function settleDue(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  names: { subscriptionId: string; start: Date },
  now: Date,
): Promise<void> {
  await markPeriodChecked(deps.db, names, now);
  const period = await findPeriodWithSubscription(deps.db, names);
  if (!period) return;
  try {
    await settleDeferred(deps, period, now);
  } catch (error) {
    if (!(await isUnbillable(deps, period.subscriptionId))) throw error;
    await close(deps, period, now);
  }
}

async function settleDeferred(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: BillingPeriod & { subscription: Subscription },
  now: Date,
): Promise<void> {
  const { subscriptionId, start, subscription } = period;
  const isRunning = period.end > now && subscription.endedAt === null;
  const suspensions = await listSuspensions(deps.db, subscriptionId);
  if (isRunning && isSuspendedSince(period, suspensions)) return;
  const invoice = period.invoiceId ? await deps.payments.readInvoice(period.invoiceId) : null;
  if (invoice && !subscription.reversedAt) {
    const customerId = (await findSubscription(deps.db, subscriptionId))?.customer?.providerId;
    const fee = customerId && (await settleDeferredFee(deps, period, { invoice, customerId }));
    if (fee === 'waiting') return;
    if (fee === 'settled') return close(deps, period, now);
    await forgiveSuspended(deps, { subscriptionId, start, ownCalls: 0, invoice });
    if (invoice.state === 'draft' && (await isStopped(deps, invoice))) {
      // The operator decides when it is finalized, and sees it for as long as it charges something.
      if (period.end > now || (await isAsking(deps, invoice))) {
        const { id: invoiceId } = invoice;
        return leaveToOperator(deps, { subscriptionId, start, end: period.end, invoiceId });
      }
    }
  }
  await close(deps, period, now);
}

async function isStopped(deps: Needs<'payments'>, { id }: ProviderInvoice): Promise<boolean> {
  return (await deps.payments.releaseInvoice(id)) === 'stopped';
}

async function isAsking(deps: Needs<'payments'>, { id }: ProviderInvoice): Promise<boolean> {
  return ((await deps.payments.readInvoice(id))?.totalMinor ?? 0) > 0;
}

function close(deps: Needs<'db'>, period: BillingPeriod, at: Date): Promise<void> {
  const { subscriptionId, start, end, invoiceId } = period;
  return markPeriodClosed(deps.db, {
    subscriptionId,
    start,
    end,
    invoiceId,
    callsBilled: null,
    at,
  });
}

async function isUnbillable(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  subscriptionId: string,
): Promise<boolean> {
  const customerId = (await findSubscription(deps.db, subscriptionId))?.customer?.providerId;
  return customerId ? isCustomerDeleted(deps, customerId) : false;
}
