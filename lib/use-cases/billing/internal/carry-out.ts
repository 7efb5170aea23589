import { recordAudit } from '../../../db/audit';
import { markPeriodClosed, markPeriodClosing } from '../../../db/periods';
import { type PlanVersion, resolvePeriodVersion } from '../../../db/plan-versions';
import { lastReport } from '../../../db/usage-reports';
import type { PeriodDecision } from '../../../domain/usage/decide-period';
import { AppError } from '../../../kit/app-error';
import type { ProviderInvoice } from '../../../ports/provider-invoice';
import type { Needs } from '../../deps';
import { planOfVersion } from '../../plan-versions/sold-terms';
import { billedCalls, callsFinalized } from '../../usage/billed-calls';
import { leaveToOperator } from './leave-to-operator';

type CarryDeps = Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>;

/** The period that something is done with, and what is needed for it. */
export interface PeriodAtHand {
  subscriptionId: string;
  start: Date;
  end: Date;
  version: PlanVersion | 'unresolved';
  /** The invoice that bills it, its own or a later one. */
  invoice: BillingInvoice | null;
  /** Whether we had put the invoice's finalization off. */
  wasClaimed: boolean;
  /** Its own calls and what counts before them; null where nobody has counted. */
  total: number | null;
  /** Why it is finalized although something is missing. */
  why?: string;
}

export type BillingInvoice = Pick<ProviderInvoice, 'id' | 'usageCalls' | 'usageMinor'>;

export type Carried = 'nothing' | 'claimed' | 'closed' | 'left';

/**
 * Does what was decided for a period. Each may be repeated. What the provider says meanwhile wins: a draft that turns out to
 * be final is closed as billed, one that somebody stopped is left.
 */
export async function carryOut(
  deps: CarryDeps,
  period: PeriodAtHand,
  decision: PeriodDecision,
): Promise<Carried> {
  switch (decision.kind) {
    case 'nothing':
    case 'wait':
      return 'nothing';
    case 'claim':
      return claim(deps, period);
    case 'leave-to-operator':
      return leave(deps, period);
    case 'close-as-billed':
      return closeAsBilled(deps, period);
    case 'close-not-billable':
      return close(deps, period, { invoiceId: null, callsBilled: period.total ?? 0 });
    case 'close-unbilled':
      return close(deps, period, { invoiceId: null, callsBilled: null });
    case 'finalize':
      return finalize(deps, period, decision);
    default:
      return decision satisfies never;
  }
}

async function claim(deps: CarryDeps, period: PeriodAtHand): Promise<Carried> {
  const { subscriptionId, start, end } = period;
  const invoiceId = idOf(period);
  const names = { subscriptionId, invoiceId };
  const until = new Date(end.getTime() + deps.settings.deferHours * 3_600_000);
  const outcome = await deps.payments.deferFinalization(invoiceId, until);
  if (outcome === 'not-draft') return closeAsBilled(deps, await readAgain(deps, period));
  if (outcome === 'stopped') return leave(deps, period);
  if (outcome === 'deferred-by-stopping') {
    deps.log.warn(
      names,
      'the provider refused a later finalization time: only we will finalize this invoice',
    );
  }
  await markPeriodClosing(deps.db, { ...names, start, end });
  await keepVersion(deps, period);
  deps.log.info(names, 'renewal deferred for its last usage');
  return 'claimed';
}

async function leave(deps: CarryDeps, period: PeriodAtHand): Promise<Carried> {
  const { subscriptionId, start, end } = period;
  await leaveToOperator(deps, { subscriptionId, start, end, invoiceId: idOf(period) });
  await keepVersion(deps, period);
  return 'left';
}

/** Somebody else finalized it: what is missing on it is billed next. */
async function closeAsBilled(deps: CarryDeps, period: PeriodAtHand): Promise<Carried> {
  const { subscriptionId, start, invoice, version, wasClaimed } = period;
  if (!invoice) throw new AppError('conflict', `Period of ${subscriptionId} has no invoice.`);
  // While we had it stopped nobody would collect it.
  if (wasClaimed) await deps.payments.releaseInvoice(invoice.id);
  const plan = version === 'unresolved' ? null : planOfVersion(version);
  const billed = { subscriptionId, plan, periodStart: start, invoice };
  const callsBilled = await billedCalls(deps, billed);
  await close(deps, period, { invoiceId: invoice.id, callsBilled });
  if (wasClaimed) return 'closed';
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'period.closed-by-provider',
    targetType: 'period',
    targetId: subscriptionId,
    details: { invoiceId: invoice.id, callsBilled },
    at: await deps.clock.now(),
  });
  deps.log.warn(
    { subscriptionId, invoiceId: invoice.id },
    'an invoice was finalized without us: what is missing on it is billed next',
  );
  return 'closed';
}

async function finalize(
  deps: CarryDeps,
  period: PeriodAtHand,
  { isAutomatic }: { isAutomatic: boolean },
): Promise<Carried> {
  const { subscriptionId, start: periodStart, version } = period;
  const invoiceId = idOf(period);
  if ((await deps.payments.releaseInvoice(invoiceId)) === 'stopped') return leave(deps, period);
  const plan = version === 'unresolved' ? null : planOfVersion(version);
  const { total } = period;
  const names = { subscriptionId, periodStart };
  const callsBilled =
    isAutomatic || total === null
      ? await callsOnInvoice(deps, { ...names, plan, invoiceId })
      : await callsFinalized(deps, { ...names, plan, invoiceId, total });
  await close(deps, period, { invoiceId, callsBilled });
  if (isAutomatic) {
    await recordAudit(deps.db, {
      actor: 'system',
      action: 'period.released-by-rule',
      targetType: 'period',
      targetId: subscriptionId,
      details: { invoiceId, callsBilled, why: period.why ?? '' },
      at: await deps.clock.now(),
    });
  }
  return 'closed';
}

/** What the invoice says was billed: a usage run may report another count while it is being finalized. */
async function callsOnInvoice(
  deps: Needs<'db' | 'payments'>,
  of: Omit<Parameters<typeof callsFinalized>[1], 'total'>,
): Promise<number> {
  const { subscriptionId, periodStart, plan, invoiceId } = of;
  const invoice = await deps.payments.readInvoice(invoiceId);
  if (invoice) return billedCalls(deps, { subscriptionId, plan, periodStart, invoice });
  return Number((await lastReport(deps.db, { subscriptionId, periodStart }))?.total ?? 0n);
}

async function close(
  deps: CarryDeps,
  period: PeriodAtHand,
  billed: { invoiceId: string | null; callsBilled: number | null },
): Promise<Carried> {
  const { subscriptionId, start, end } = period;
  const at = await deps.clock.now();
  await markPeriodClosed(deps.db, { subscriptionId, start, end, ...billed, at });
  await keepVersion(deps, period);
  deps.log.info({ subscriptionId, ...billed }, 'period closed');
  return 'closed';
}

/** A period that was found through its invoice has been written down without one. */
async function keepVersion(deps: Needs<'db'>, period: PeriodAtHand): Promise<void> {
  if (period.version !== 'unresolved') {
    await resolvePeriodVersion(deps.db, period, period.version.id);
  }
}

async function readAgain(deps: Needs<'payments'>, period: PeriodAtHand): Promise<PeriodAtHand> {
  const invoice = await deps.payments.readInvoice(idOf(period));
  return invoice ? { ...period, invoice } : period;
}

function idOf({ invoice, subscriptionId }: PeriodAtHand): string {
  if (!invoice) throw new AppError('conflict', `Period of ${subscriptionId} has no invoice.`);
  return invoice.id;
}
