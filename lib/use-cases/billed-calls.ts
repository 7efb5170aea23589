import { lastReport } from '../db/usage-reports';
import { findProduct } from '../domain/catalogue';
import { pricePlan } from '../domain/price-plan';
import type { ProviderInvoice } from '../ports/payment-provider';
import type { Deps } from './deps';

/**
 * The calls that an invoice bills for a period. Its lines say so, except where calls are sold in packages: there a
 * line may count packages, so what the provider was last told stands for it.
 */
export async function billedCalls(
  deps: Deps,
  of: { subscriptionId: string; productId: string; periodStart: Date; invoice: ProviderInvoice },
): Promise<number> {
  const { subscriptionId, periodStart } = of;
  if (!isInPackages(deps, of.productId)) return of.invoice.usageCalls ?? 0;
  const told = await lastReport(deps.db, { subscriptionId, periodStart });
  return told?.state === 'delivered' ? Number(told.total) : 0;
}

export function isInPackages(deps: Deps, productId: string): boolean {
  const product = findProduct(deps.catalogue, productId);
  const plan = product && pricePlan(product);
  return plan?.kind === 'metered' && plan.scheme.kind === 'package';
}
