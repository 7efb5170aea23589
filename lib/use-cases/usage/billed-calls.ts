import { lastReport, listReportedTotals } from '../../db/usage-reports';
import type { MeteredScheme, PricePlan } from '../../domain/pricing/price-plan';
import { packagesStarted } from '../../domain/pricing/tier-arithmetic';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import type { Needs } from '../deps';

/**
 * The calls that an invoice bills for a period. Its lines say so, except where calls are sold in blocks: there a line
 * may count blocks, and reports sent after finalization are not on it. In that case the number of charged blocks
 * decides, and of the totals that make as many blocks, the one that was reported last.
 */
export async function billedCalls(
  deps: Needs<'db'>,
  of: {
    subscriptionId: string;
    /** What the period is billed at. */
    plan: PricePlan | null;
    periodStart: Date;
    invoice: Pick<ProviderInvoice, 'usageCalls' | 'usageMinor'>;
  },
): Promise<number> {
  const { subscriptionId, periodStart, invoice } = of;
  const scheme = packageScheme(of.plan);
  if (!scheme) return invoice.usageCalls ?? 0;
  const { size, amountMinor } = scheme;
  const reported = await listReportedTotals(deps.db, { subscriptionId, periodStart });
  if (amountMinor === 0) return reported[0] ?? 0;
  const packages = Math.round((invoice.usageMinor ?? 0) / amountMinor);
  return reported.find((total) => packagesStarted(size, total) === packages) ?? packages * size;
}

/**
 * The calls billed by an invoice that was finalized with `total`. A usage run of another instance may have reported a
 * later count between the last check and that moment. It records each report before sending it, so as long as our total
 * is the last record it is what was billed; otherwise the invoice says which of them it used.
 */
export async function callsFinalized(
  deps: Needs<'db' | 'payments'>,
  of: {
    subscriptionId: string;
    /** What the period is billed at. */
    plan: PricePlan | null;
    periodStart: Date;
    invoiceId: string;
    total: number;
  },
): Promise<number> {
  const { subscriptionId, plan, periodStart, invoiceId, total } = of;
  const last = await lastReport(deps.db, { subscriptionId, periodStart });
  if (Number(last?.total ?? 0n) === total) return total;
  const invoice = await deps.payments.readInvoice(invoiceId);
  if (!invoice || invoice.usageCalls === null) return total;
  return billedCalls(deps, { subscriptionId, plan, periodStart, invoice });
}

export function isInPackages(plan: PricePlan | null): boolean {
  return packageScheme(plan) !== null;
}

function packageScheme(plan: PricePlan | null): Extract<MeteredScheme, { kind: 'package' }> | null {
  return plan?.kind === 'metered' && plan.scheme.kind === 'package' ? plan.scheme : null;
}
