import { lastPeriodBefore } from '../../../db/periods';
import { recordPeriod } from '../../../db/record-period';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import type { Needs } from '../../deps';
import { ensurePlanVersion } from '../../plan-versions/ensure-version';

/**
 * Records periods that began and ended without a sync (webhooks were late, and a renewal was followed by another one or
 * by a pause); the provider's invoices show them. Without a row of its own a period is never closed, and its calls are
 * never compared with what was billed.
 */
export async function recordMissedPeriods(
  deps: Needs<'clock' | 'db' | 'payments'>,
  row: { id: string; periodStart: Date | null },
  found: ProviderSubscription,
): Promise<void> {
  const { period, providerId } = found;
  if (!period || row.periodStart?.getTime() === period.start.getTime()) return;
  const names = { subscriptionId: row.id, before: period.start };
  const last = await lastPeriodBefore(deps.db, names);
  if (!last || last.end >= period.start) return;
  for (const { usagePeriod, usagePrices } of await deps.payments.listInvoices(providerId)) {
    if (!usagePeriod || usagePeriod.start < last.end || usagePeriod.end > period.start) continue;
    const version =
      usagePrices.items.length > 0 ? await ensurePlanVersion(deps, usagePrices) : null;
    const planVersionId = version?.id ?? null;
    await recordPeriod(deps.db, { subscriptionId: row.id, planVersionId, ...usagePeriod });
  }
}
