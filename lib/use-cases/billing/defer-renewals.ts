import type { BillingPeriod, Subscription } from '../../db/generated/client';
import {
  findPeriod,
  listUnclaimedPeriods,
  markPeriodChecked,
  type PeriodWithVersion,
} from '../../db/periods';
import {
  findByProvider,
  findSubscription,
  type SubscriptionWithCustomer,
} from '../../db/subscriptions';
import { sumWindows } from '../../db/usage';
import { decidePeriod } from '../../domain/usage/decide-period';
import { lastUsageRange } from '../../domain/usage/usage-window';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { deferLicence } from './defer-licences';
import { carryOut } from './internal/carry-out';
import {
  factsOfInvoice,
  factsOfRow,
  factsOfSubscription,
  isOf,
  termsOf,
  UNSEEN,
  versionFor,
} from './internal/period-facts';

type DeferDeps = Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>;

/**
 * Keeps a renewal's invoice from being finalized before the last usage of its period is in. An invoice that was
 * finalized already (its webhook was lost for longer than the provider waits) is recorded with what it billed; what is
 * missing on it goes on the next one.
 */
export async function deferRenewalInvoice(
  deps: DeferDeps,
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
  deps: DeferDeps,
  row: Pick<SubscriptionWithCustomer, 'id' | 'reversedAt' | 'endedAt' | 'planVersion'>,
  invoice: ProviderInvoice,
): Promise<void> {
  const { usagePeriod } = invoice;
  if (!usagePeriod) return deferLicence(deps, row, invoice);
  const subscriptionId = row.id;
  const names = { subscriptionId, start: usagePeriod.start };
  const period = await findPeriod(deps.db, names);
  if (period?.state === 'closed' || (period && !isOf(usagePeriod, period))) return;
  const version = await versionFor(deps, {
    ...names,
    period,
    prices: invoice.usagePrices,
    contract: row.planVersion,
  });
  const decision = decidePeriod({
    ...UNSEEN,
    ...factsOfRow(period),
    terms: termsOf(version),
    subscription: factsOfSubscription(row),
    invoice: factsOfInvoice(invoice),
  });
  const wasClaimed = period?.state === 'closing';
  const atHand = { subscriptionId, ...usagePeriod, version, invoice, wasClaimed, total: null };
  await carryOut(deps, atHand, decision);
}

/** A renewal that was just created may not have reached us yet. */
const UNCLAIMED_AFTER_MS = 2 * 3_600_000;

/**
 * Finds renewals whose `invoice.created` never arrived: drafts at the provider that nobody claimed, and periods that
 * ended without being deferred. Runs well within the hour after which the provider finalizes by itself.
 */
export async function deferMissedRenewals(
  deps: DeferDeps,
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
  deps: DeferDeps,
  unclaimed: Pick<BillingPeriod, 'subscriptionId' | 'start'>,
): Promise<void> {
  const { subscriptionId, start } = unclaimed;
  const [row, period] = await Promise.all([
    findSubscription(deps.db, subscriptionId),
    findPeriod(deps.db, { subscriptionId, start }),
  ]);
  if (!row?.providerId || !period) return;
  // What is not billed by usage asks for nothing here; what is not resolved yet is, before anything is closed.
  if (period.planVersion !== null && termsOf(period.planVersion) === 'not-metered') return;
  const invoices = await deps.payments.listInvoices(row.providerId);
  const own = invoices.find(({ usagePeriod }) => usagePeriod !== null && isOf(usagePeriod, period));
  if (own) return deferRead(deps, row, own);
  await settleWithoutOwn(deps, { row, period, invoices, providerId: row.providerId });
}

async function settleWithoutOwn(
  deps: DeferDeps,
  of: {
    row: Subscription;
    period: PeriodWithVersion;
    invoices: readonly ProviderInvoice[];
    providerId: string;
  },
): Promise<void> {
  const { row, period, invoices, providerId } = of;
  const { subscriptionId, start, end } = period;
  const sibling = siblingOf(invoices, start);
  const version = sibling
    ? await versionFor(deps, {
        subscriptionId,
        start,
        period,
        prices: sibling.prices,
        contract: null,
      })
    : (period.planVersion ?? 'unresolved');
  const decision = decidePeriod({
    ...UNSEEN,
    ...factsOfRow(period),
    terms: termsOf(version),
    subscription: {
      ...factsOfSubscription(row),
      pause: sibling ? null : await pauseOf(deps, providerId, period),
    },
    invoice: sibling && { kind: 'sibling' },
    later: {
      isRenewalBilled: invoices.some((one) => isLater(one, end) && one.state !== 'draft'),
      isTrialRenewal: invoices.some((one) => isTrialRenewal(one, period)),
    },
  });
  const counted = lastUsageRange(period);
  const total = await sumWindows(deps.db, {
    subscriptionId,
    from: counted.start,
    to: counted.end,
  });
  const atHand = { subscriptionId, start, end, version, wasClaimed: false, total };
  await carryOut(
    deps,
    { ...atHand, invoice: sibling && { ...sibling, id: sibling.invoiceId } },
    decision,
  );
}

/** Usage that a pause left for a later invoice is billed there as it was at that time. */
function siblingOf(invoices: readonly ProviderInvoice[], start: Date) {
  const usage = invoices
    .filter((invoice) => invoice.state !== 'draft')
    .flatMap(({ id, earlierUsage }) => earlierUsage.map((one) => ({ invoiceId: id, ...one })));
  return usage.find((one) => one.start.getTime() === start.getTime()) ?? null;
}

/**
 * A paused subscription doesn't renew, so a period that begins with the pause never gets an invoice: calls from before
 * the gateway learned of the pause are late usage. This does not apply to the period that the pause itself ended; its
 * usage waits at the provider for the next invoice.
 */
async function pauseOf(
  deps: Needs<'payments'>,
  providerId: string,
  period: BillingPeriod,
): Promise<'in-trial' | 'in-pause' | null> {
  const found = await deps.payments.readSubscription(providerId);
  if (found?.status !== 'paused') return null;
  if (found.period?.start.getTime() !== period.start.getTime()) return null;
  return found.trialEnd && period.end <= found.trialEnd ? 'in-trial' : 'in-pause';
}

function isLater({ usagePeriod }: ProviderInvoice, end: Date): boolean {
  return usagePeriod !== null && usagePeriod.start >= end;
}

/** The renewal at the end of a trial bills no usage: calls of a trial are not billable. */
function isTrialRenewal(invoice: ProviderInvoice, period: BillingPeriod): boolean {
  return invoice.isRenewal && invoice.usagePeriod === null && invoice.createdAt >= period.end;
}
