import { recordAuditOnce } from '../../../db/audit';
import { idempotencyKey } from '../../../kit/wire-names';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import type { Needs } from '../../deps';

/**
 * Credits what a carried-out change of plan gives back, under the name that is recorded with the change at the
 * provider. Repeating it adds nothing.
 */
export async function givePlanCredit(
  deps: Needs<'db' | 'payments'>,
  subscriptionId: string,
  found: ProviderSubscription,
): Promise<void> {
  const { planCredit: credit, productSince, period } = found;
  if (!credit || credit.amountMinor === 0 || !productSince || !period) return;
  await deps.payments.addCharge({
    name: idempotencyKey.planCredit(credit.name),
    customerId: found.customerId,
    providerSubscriptionId: found.endedAt === null ? found.providerId : null,
    amountMinor: -credit.amountMinor,
    currency: credit.currency,
    description: 'Unused time on the previous plan, less the share of its calls that were used',
    period: { start: productSince, end: period.end > productSince ? period.end : productSince },
  });
  await recordAuditOnce(deps.db, idempotencyKey.planCredit(credit.name), {
    actor: 'system',
    action: 'invoice.credited',
    targetType: 'subscription',
    targetId: subscriptionId,
    details: { amountMinor: credit.amountMinor, currency: credit.currency },
    at: productSince,
  });
}
