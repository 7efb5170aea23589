import { recordAudit } from '../../db/audit';
import {
  type ForgivablePeriod,
  listForgivable,
  markPeriodForgiven,
} from '../../db/forgiven-periods';
import { findPeriod } from '../../db/periods';
import { findSubscription } from '../../db/subscriptions';
import { wasSuspendedThroughout } from '../../db/suspensions';
import type { Period } from '../../domain/usage/billing-period';
import { idempotencyKey } from '../../kit/wire-names';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs } from '../deps';
import { isMeteredVersion } from '../plan-versions/sold-terms';
import { type Failure, failureOf } from '../runs/failure';

/** Older periods are no longer checked. */
const LOOK_BACK_MS = 60 * 86_400_000;

/**
 * Takes the fee of a period in which the keys never worked off its invoice while that is a draft, or credits it on the
 * next one. Nothing happens if the keys worked for a moment or a call was counted. Repeating it changes nothing.
 */
export async function forgiveSuspended(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  of: { subscriptionId: string; start: Date; ownCalls: number; invoice: ProviderInvoice },
): Promise<void> {
  const { subscriptionId, start, ownCalls, invoice } = of;
  const [period, row] = await Promise.all([
    findPeriod(deps.db, { subscriptionId, start }),
    findSubscription(deps.db, subscriptionId),
  ]);
  const customerId = row?.customer?.providerId;
  if (!period || !row || !customerId || period.forgivenMinor !== null || ownCalls > 0) return;
  const { end } = period;
  if (!(await wasSuspendedThroughout(deps.db, { subscriptionId, start, end }))) return;
  const asked = isMeteredVersion(period.planVersion)
    ? usageMinorOf(invoice, start)
    : inAdvanceMinorOf(invoice, start);
  const amountMinor = isGivenUp(invoice) ? 0 : asked;
  const { currency } = invoice;
  if (amountMinor > 0) {
    await deps.payments.addCharge({
      name: idempotencyKey.suspendedPeriod({ subscriptionId, start }),
      customerId,
      providerSubscriptionId: row.endedAt === null ? row.providerId : null,
      amountMinor: -amountMinor,
      currency,
      description: `Not charged from ${day(start)} to ${day(end)}: API access was suspended`,
      period: { start, end },
      ...(invoice.state === 'draft' && { onDraft: invoice.id }),
    });
  }
  await markPeriodForgiven(deps.db, { subscriptionId, start, amountMinor });
  if (amountMinor === 0) return;
  const details = { start: start.toISOString(), amountMinor, currency, invoiceId: invoice.id };
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'period.not-charged',
    targetType: 'period',
    targetId: subscriptionId,
    details,
    at: await deps.clock.now(),
  });
  deps.log.info({ subscriptionId, ...details }, 'a suspended period is not charged');
}

/** While the invoice is deferred, the amount is taken off on the invoice itself. */
export async function forgiveDeferred(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  { subscriptionId, start, end, invoiceId }: Period & { subscriptionId: string; invoiceId: string },
  total: number,
): Promise<void> {
  const known = await findPeriod(deps.db, { subscriptionId, start });
  const ownCalls = total - (known?.allowanceUsed ?? 0);
  // Most periods without calls were not suspended: our rows say so without asking the provider.
  if (ownCalls !== 0 || !(await wasSuspendedThroughout(deps.db, { subscriptionId, start, end })))
    return;
  const invoice = await deps.payments.readInvoice(invoiceId);
  if (invoice) await forgiveSuspended(deps, { subscriptionId, start, ownCalls, invoice });
}

/**
 * The periods whose invoice was not finalized by our closing: finalized by the provider or by hand, billed with a
 * change of plan, or still a draft that somebody stopped. Every one is tried; failures are collected.
 */
export async function forgiveSuspendedPeriods(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
): Promise<{ failures: Failure[] }> {
  const now = await deps.clock.now();
  const failures: Failure[] = [];
  const found = await listForgivable(deps.db, {
    endedAfter: new Date(now.getTime() - LOOK_BACK_MS),
    now,
    limit: 500,
  });
  for (const period of found) {
    try {
      await forgiveFound(deps, period);
    } catch (error) {
      if (await isCustomerDeleted(deps, period.customerId)) {
        await markPeriodForgiven(deps.db, { ...period, amountMinor: 0 });
      } else failures.push(failureOf(period.subscriptionId, error));
    }
  }
  return { failures };
}

async function forgiveFound(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: ForgivablePeriod,
): Promise<void> {
  const { subscriptionId, start, invoiceId, providerId } = period;
  const invoice = invoiceId
    ? await deps.payments.readInvoice(invoiceId)
    : (await deps.payments.listInvoices(providerId)).find(
        ({ inAdvance }) => inAdvance?.period.start.getTime() === start.getTime(),
      );
  if (!invoice) return markPeriodForgiven(deps.db, { subscriptionId, start, amountMinor: 0 });
  await forgiveSuspended(deps, { subscriptionId, start, ownCalls: 0, invoice });
}

/** The invoice no longer charges anything. */
function isGivenUp({ state }: ProviderInvoice): boolean {
  return state === 'void' || state === 'uncollectible';
}

function usageMinorOf(invoice: ProviderInvoice, start: Date): number {
  if (invoice.usagePeriod?.start.getTime() === start.getTime()) return invoice.usageMinor ?? 0;
  const earlier = invoice.earlierUsage.find((one) => one.start.getTime() === start.getTime());
  return earlier?.usageMinor ?? 0;
}

function inAdvanceMinorOf({ inAdvance }: ProviderInvoice, start: Date): number {
  return inAdvance?.period.start.getTime() === start.getTime() ? inAdvance.amountMinor : 0;
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
