import { recordAudit } from '../db/audit';
import { findPeriod } from '../db/periods';
import {
  findByLiveKey,
  findOwnSubscription,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../db/subscriptions';
import { findProduct } from '../domain/catalogue';
import { type Quote, quote } from '../domain/pricing';
import type { PaidProduct } from '../domain/product';
import type { PlanChangePreview } from '../ports/payment-provider';
import { readToTheEnd } from './close-period';
import type { Deps } from './deps';
import { isMetered } from './metered-products';
import { pushTotal } from './push-usage';
import { markProblem } from './subscription-trouble';
import { syncSubscription } from './sync-subscription';

type Input = { userId: string; subscriptionId: string; productId: string };
type Refusal = { kind: 'not-found' } | { kind: 'not-possible'; message: string };

/** What a change would charge now, and at the next renewal before any usage. Changes nothing. */
export async function previewPlanChange(
  deps: Deps,
  input: Input,
): Promise<
  { kind: 'preview'; now: PlanChangePreview; next: Quote; nextAt: Date | null } | Refusal
> {
  const checked = await check(deps, input);
  if (checked.kind !== 'possible') return checked;
  const now = await deps.payments.previewPlanChange({
    providerId: checked.providerId,
    name: `preview:${input.subscriptionId}`,
    to: checked.to,
    at: await deps.clock.now(),
  });
  return { kind: 'preview', now, next: quote(checked.to, 0), nextAt: checked.row.periodEnd };
}

/**
 * Moves a subscription to another product from now on; its keys stay. What was called so far is billed at the old
 * price, what the reports bring later as late usage of the old period. When the payment that is due for it
 * fails, everything stays as it was.
 */
export async function changePlan(
  deps: Deps,
  input: Input,
): Promise<{ kind: 'changed' } | { kind: 'payment-failed' } | Refusal> {
  const checked = await check(deps, input);
  if (checked.kind !== 'possible') return checked;
  const { row, to, providerId } = checked;
  const at = await deps.clock.now();
  await tellUsageSoFar(deps, row, at);
  const outcome = await deps.payments.changePlan({
    providerId,
    name: `plan:${row.id}:${to.id}:${Math.floor(at.getTime() / 1000)}`,
    to,
    at,
  });
  await recordAudit(deps.db, {
    actor: input.userId,
    action: 'subscription.plan-change-requested',
    targetType: 'subscription',
    targetId: row.id,
    details: { from: row.productId, to: to.id, outcome },
    at,
  });
  if (outcome === 'payment-failed') {
    await markProblem(deps, row, { kind: 'plan-change-failed', details: { to: to.id } });
    return { kind: 'payment-failed' };
  }
  if (row.problem === 'plan-change-failed') {
    await updateSubscription(deps.db, row.id, { problem: null, problemAt: null });
  }
  await syncSubscription(deps, row.id);
  return { kind: 'changed' };
}

async function check(
  deps: Deps,
  input: Input,
): Promise<
  { kind: 'possible'; row: SubscriptionWithCustomer; to: PaidProduct; providerId: string } | Refusal
> {
  const row = await findOwnSubscription(deps.db, input);
  const to = findProduct(deps.catalogue, input.productId);
  if (!row || !to) return { kind: 'not-found' };
  if (to.pricingModelType === 'Free' || !row.providerId) {
    return refused('Free and paid subscriptions are not changed into one another: subscribe anew.');
  }
  if (to.id === row.productId) return refused('This is the plan that it has already.');
  if (row.status !== 'active' || row.cancelAt || row.cancelRequestedAt) {
    return refused('Only an active subscription that does not end can be changed.');
  }
  // Meters know the customer, not the subscription: two of one product would be billed for both.
  if (await findByLiveKey(deps.db, `${row.customerId}:${to.id}`)) {
    return refused('You have a subscription of this plan already. Use it, or end it first.');
  }
  return { kind: 'possible', row, to, providerId: row.providerId };
}

function refused(message: string): Refusal {
  return { kind: 'not-possible', message };
}

/** The provider bills the old price when the plan changes, with what it knows then. */
async function tellUsageSoFar(deps: Deps, row: SubscriptionWithCustomer, now: Date): Promise<void> {
  const customerId = row.customer?.providerId;
  const { periodStart: start, productId } = row;
  if (!customerId || !start || start >= now || !isMetered(deps, productId)) return;
  const known = await findPeriod(deps.db, { subscriptionId: row.id, start });
  if (known?.state === 'closed') return;
  const period = { start, end: now };
  const total = await readToTheEnd(deps, { id: row.id, endedAt: null }, period);
  await pushTotal(
    deps,
    { subscriptionId: row.id, productId, customerId, ...period, total },
    { before: now },
  );
}
