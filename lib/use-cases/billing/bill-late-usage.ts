import { recordAudit } from '../../db/audit';
import { type ChangedPeriod, listChangedPeriods } from '../../db/changed-periods';
import type { LateUsage } from '../../db/generated/client';
import { findPlannedLateUsage, planLateUsage, settleLateUsage } from '../../db/late-usage';
import { withLease } from '../../db/leases';
import { markPeriodClosed } from '../../db/periods';
import { wasSuspendedThroughout } from '../../db/suspensions';
import { lateCharge } from '../../domain/pricing/late-usage';
import { type SoldTerms, withoutLimit } from '../../domain/pricing/price-plan';
import { leaseName } from '../../kit/wire-names';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';

/** The daily reading goes back this far. Until then more calls may come in, and one line should bill them all. */
const COMPLETE_AFTER_MS = 3 * 86_400_000;
/** Counts of older periods are no longer compared: the gateway keeps its reports for about a month. */
const LOOK_BACK_MS = 60 * 86_400_000;

/**
 * Bills calls that were counted after their period's invoice was finalized, and credits calls that were counted too
 * many, as a separate line on the next invoice. Every period is tried; failures are collected.
 */
export async function billLateUsage(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
): Promise<{ billed: number; failures: Failure[] }> {
  const now = await deps.clock.now();
  const which = {
    endedAfter: new Date(now.getTime() - LOOK_BACK_MS),
    endedBefore: new Date(now.getTime() - COMPLETE_AFTER_MS),
  };
  const changed = await listChangedPeriods(deps.db, { ...which, limit: 500 });
  const outcome: { billed: number; failures: Failure[] } = { billed: 0, failures: [] };
  for (const { subscriptionId, start } of changed) {
    try {
      const leased = await withLease(
        deps.db,
        leaseName.closing(subscriptionId),
        { waitMs: 0 },
        async () => {
          // Another instance may have billed it since it was listed, so it is read again under the lease.
          const only = { subscriptionId, start };
          const [period] = await listChangedPeriods(deps.db, { ...which, only, limit: 1 });
          if (period) await billPeriod(deps, period);
          return period !== undefined;
        },
      );
      if (leased.kind === 'done' && leased.value) outcome.billed += 1;
    } catch (error) {
      outcome.failures.push(failureOf(subscriptionId, error));
    }
  }
  return outcome;
}

async function billPeriod(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: ChangedPeriod,
): Promise<void> {
  const terms = withoutLimit(period.plan);
  const names = { subscriptionId: period.subscriptionId, periodStart: period.start };
  const isFeeAlone = period.callsBilled === null && period.callsCounted === period.allowanceUsed;
  if (isFeeAlone && (await wasSuspendedThroughout(deps.db, period))) {
    const nothing = { ...names, start: period.start, end: period.end, invoiceId: null };
    const at = await deps.clock.now();
    await markPeriodClosed(deps.db, { ...nothing, callsBilled: period.callsCounted, at });
    return;
  }
  const planned = await findPlannedLateUsage(deps.db, names);
  // A charge that was recorded is finished with its recorded numbers. Later changes are left to the next run.
  await settle(deps, period, terms, planned ?? (await plan(deps, period, terms)));
}

async function plan(
  deps: Needs<'clock' | 'db'>,
  period: ChangedPeriod,
  terms: SoldTerms,
): Promise<LateUsage> {
  const { amountMinor, currency } = lateCharge({ product: terms, period, ...period });
  return planLateUsage(deps.db, {
    subscriptionId: period.subscriptionId,
    periodStart: period.start,
    periodEnd: period.end,
    callsBilled: period.callsBilled ?? -1,
    callsCounted: period.callsCounted,
    amountMinor,
    currency,
    createdAt: await deps.clock.now(),
  });
}

async function settle(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: ChangedPeriod,
  terms: SoldTerms,
  late: LateUsage,
): Promise<void> {
  const callsBilled = late.callsBilled < 0n ? null : Number(late.callsBilled);
  const isLost = late.amountMinor !== 0 && !(await charge(deps, { period, terms, late }));
  const at = await deps.clock.now();
  await settleLateUsage(deps.db, late, {
    state: late.amountMinor === 0 ? 'nothing-due' : isLost ? 'lost' : 'billed',
    at,
  });
  const details = {
    periodStart: period.start.toISOString(),
    callsBilled,
    callsCounted: Number(late.callsCounted),
    amountMinor: late.amountMinor,
    currency: late.currency,
  };
  await recordAudit(deps.db, {
    actor: 'system',
    action: isLost ? 'period.lost' : 'period.late-usage',
    targetType: 'period',
    targetId: period.subscriptionId,
    details,
    at,
  });
  deps.log.warn(
    { subscriptionId: period.subscriptionId, ...details },
    isLost ? 'usage that cannot be billed any more' : 'usage changed after its invoice',
  );
}

/** False when it can never be charged: its customer was deleted at the provider. */
async function charge(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  of: { period: ChangedPeriod; terms: SoldTerms; late: LateUsage },
): Promise<boolean> {
  const { period, terms, late } = of;
  if (period.isCustomerDeleted) return false;
  const callsBilled = late.callsBilled < 0n ? null : Number(late.callsBilled);
  const callsCounted = Number(late.callsCounted);
  try {
    await deps.payments.addCharge({
      name: late.id,
      customerId: period.customerId,
      providerSubscriptionId: period.providerId,
      amountMinor: late.amountMinor,
      currency: late.currency,
      description: lateCharge({ ...period, product: terms, period, callsBilled, callsCounted })
        .description,
      period: { start: period.start, end: period.end },
    });
    return true;
  } catch (error) {
    if (await isCustomerDeleted(deps, period.customerId)) return false;
    throw error;
  }
}
