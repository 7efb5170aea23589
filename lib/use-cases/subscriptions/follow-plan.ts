import { recordAudit } from '../../db/audit';
import { changeProduct } from '../../db/periods';
import type { PlanVersion } from '../../db/plan-versions';
import { findSubscription, type SubscriptionWithCustomer } from '../../db/subscriptions';
import type { Period } from '../../domain/usage/billing-period';
import { liveKeyOf } from '../../kit/wire-names';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import type { Needs } from '../deps';
import { givePlanCredit } from './internal/give-plan-credit';

/**
 * Applies a change of plan that the provider has carried out: our row and its periods in one transaction, marked as
 * due, so that the gateway's scope moves with this sync or, if it is killed here, with the next one.
 */
export async function followPlan(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
  version: PlanVersion,
): Promise<SubscriptionWithCustomer> {
  const { productId, productSince } = found;
  if (!productId || !productSince || productId === row.productId) return row;
  // Metadata alone moves nothing: what is billed has to be a price of the product that it names.
  if (version.productId !== productId) return row;
  // First, because the change counts as applied once our row has it.
  await givePlanCredit(deps, row.id, found);
  await changeProduct(deps.db, {
    subscriptionId: row.id,
    from: row.productId,
    to: productId,
    planVersionId: version.id,
    liveKey: row.liveKey === null ? null : liveKeyOf(String(row.customerId), productId),
    at: productSince,
    now: await deps.clock.now(),
  });
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'subscription.plan-changed',
    targetType: 'subscription',
    targetId: row.id,
    details: { from: row.productId, to: productId },
    at: await deps.clock.now(),
  });
  deps.log.info({ subscriptionId: row.id, from: row.productId, to: productId }, 'plan changed');
  return (await findSubscription(deps.db, row.id)) ?? row;
}

/** Whatever period the provider reports, counting for the product begins with the product. */
export function periodSinceChange(found: ProviderSubscription): Period | null {
  const { period, productSince } = found;
  if (!period || !productSince) return period;
  if (productSince <= period.start || productSince >= period.end) return period;
  return { start: productSince, end: period.end };
}
