import { recordAudit } from '../../../db/audit';
import { markPeriodDeferred, markPeriodForgiven } from '../../../db/forgiven-periods';
import type { BillingPeriod, Subscription } from '../../../db/generated/client';
import { findPeriod } from '../../../db/periods';
import { listSuspensions, wasSuspendedThroughout } from '../../../db/suspensions';
import { isSuspendedSince } from '../../../domain/access/suspended-period';
import { idempotencyKey } from '../../../kit/wire-names';
import type { ProviderInvoice } from '../../../ports/provider-invoice';
import type { Needs } from '../../deps';
import { versionOfPeriod } from '../../plan-versions/version-of-period';

/**
 * A change of plan at the end of a period bills the usage of the previous plan and the fixed price of the new one on
 * the same invoice. The usage can't wait, so while the key does not work the fixed price is taken off the invoice. It
 * is charged once the key works again within its period, and otherwise not at all.
 */
export async function deferFeeOfNewPlan(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  input: { subscriptionId: string; customerId: string; invoiceId: string },
): Promise<void> {
  const { subscriptionId, customerId, invoiceId } = input;
  const suspensions = await listSuspensions(deps.db, subscriptionId);
  // Most subscriptions are not suspended: our rows say so without asking the provider.
  if (suspensions.every(({ end }) => end !== null)) return;
  const invoice = await deps.payments.readInvoice(invoiceId);
  if (invoice?.state !== 'draft' || !invoice.inAdvance) return;
  const { period, amountMinor } = invoice.inAdvance;
  const names = { subscriptionId, start: period.start };
  const known = await findPeriod(deps.db, names);
  if (known?.state === 'closed') return;
  if (known?.state !== 'deferred') {
    if (!isSuspendedSince(period, suspensions)) return;
    // Recorded first: an amount that was taken off without this record would never be charged when the key works again.
    await markPeriodDeferred(deps.db, { ...names, end: known?.end ?? period.end, invoiceId });
    await versionOfPeriod(deps, names, known, invoice.inAdvance.prices);
  }
  await deps.payments.addCharge({
    name: idempotencyKey.deferredFee(names),
    customerId,
    providerSubscriptionId: invoice.providerSubscriptionId,
    amountMinor: -amountMinor,
    currency: invoice.currency,
    description: `Deferred: charged only if API access is restored before ${day(period.end)}`,
    period,
    onDraft: invoice.id,
  });
  deps.log.info(
    { ...names, invoiceId, amountMinor },
    'fixed price deferred: the key does not work',
  );
}

/**
 * Settles such a period once the key works again, or once the period or the subscription has ended. `not-deferred`: its
 * price is on the invoice. `waiting`: the invoice has not been finalized yet.
 */
export async function settleDeferredFee(
  deps: Needs<'clock' | 'db' | 'payments'>,
  period: BillingPeriod & { subscription: Subscription },
  of: { invoice: ProviderInvoice; customerId: string },
): Promise<'settled' | 'waiting' | 'not-deferred'> {
  const { subscriptionId, start, end, subscription } = period;
  const { inAdvance, currency, usagePeriod, lines, state, id: invoiceId } = of.invoice;
  if (usagePeriod === null || inAdvance === null) return 'not-deferred';
  if (state === 'draft') return 'waiting';
  const names = { subscriptionId, start };
  if (!lines.some(({ chargeName }) => chargeName === idempotencyKey.deferredFee(names)))
    return 'not-deferred';
  const { amountMinor } = inAdvance;
  if (await wasSuspendedThroughout(deps.db, { subscriptionId, start, end })) {
    await markPeriodForgiven(deps.db, { ...names, amountMinor });
    await recordAudit(deps.db, {
      actor: 'system',
      action: 'period.not-charged',
      targetType: 'period',
      targetId: subscriptionId,
      details: { start: start.toISOString(), amountMinor, currency, invoiceId },
      at: await deps.clock.now(),
    });
    return 'settled';
  }
  await deps.payments.addCharge({
    name: idempotencyKey.resumedFee(names),
    customerId: of.customerId,
    providerSubscriptionId: subscription.endedAt === null ? subscription.providerId : null,
    amountMinor,
    currency,
    description: `Deferred fee from ${day(start)} to ${day(inAdvance.period.end)}: API access was restored`,
    period: inAdvance.period,
  });
  return 'settled';
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
