import { hasOtherOf } from '../../db/customers';
import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { minimumBillMinor } from '../../domain/access/credit-ceiling';
import { creditRefusalText } from '../../domain/access/credit-refusal-text';
import type { PaidProduct, Product } from '../../domain/catalog/product';
import { type Priceable, pricePlan, type SoldTerms } from '../../domain/pricing/price-plan';
import { callsAllowed } from '../../domain/pricing/pricing';
import { askCredit } from '../credit/ask-credit';
import type { Needs } from '../deps';
import { soldTermsOf } from '../plan-versions/sold-terms';

export type PlanChangeWhen = 'now' | 'period-end';

export type Changeable =
  | {
      kind: 'possible';
      /** As it was sold, whatever it costs today. */
      from: SoldTerms;
      to: PaidProduct;
      providerId: string;
      periodEnd: Date;
      /** Why it can't be changed immediately; null when it can. */
      onlyAtPeriodEnd: string | null;
    }
  | { kind: 'not-possible'; message: string };

/** Whether a subscription may be changed to a product, and if not, what its owner can do instead. */
export async function planChangeRules(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'payments' | 'settings' | 'vault'>,
  row: SubscriptionWithCustomer,
  to: Product,
): Promise<Changeable> {
  const state = stateRefusal(row, to);
  if (state) return refused(state);
  const from = await soldTermsOf(deps, row.planVersion);
  const { providerId, periodEnd, customerId } = row;
  if (!from && providerId) {
    return refused(
      row.planVersion
        ? 'Stripe computes the price of this subscription, so its plan can’t be changed here. Ask the operator.'
        : 'Your price is still being read from Stripe. Reload the page in a few minutes.',
    );
  }
  if (!from || !providerId || !periodEnd || !customerId) {
    return refused('This subscription isn’t billed yet. Reload the page in a moment.');
  }
  if (to.id === row.productId) return refused('You’re already on this plan.');
  if (to.pricingModelType === 'Free') {
    return refused(
      `You can’t switch to ${to.displayName}. Subscribe to it separately (new key), then cancel this plan.`,
    );
  }
  if (!isSameBilling(from, to)) {
    return refused(
      'This plan has a different billing period or currency. Subscribe to it separately (new key), then cancel this plan.',
    );
  }
  // Meters know the customer, not the subscription: two subscriptions of one product would be billed for both.
  if (await hasOtherOf(deps.db, { customerId, productId: to.id, except: row.id })) {
    return refused(
      'You already have a subscription to this plan. Use that one, or cancel it first.',
    );
  }
  const credit = await creditForChange(deps, row, { from, to });
  if (credit) return refused(credit);
  return {
    kind: 'possible',
    from,
    to,
    providerId,
    periodEnd,
    onlyAtPeriodEnd:
      isPaidQuota(from) && pricePlan(to).kind === 'licensed'
        ? 'Both plans are prepaid and this period’s calls may be used up, so you can only change when the period ends.'
        : null,
  };
}

/** A plan whose minimum bill is not higher needs no new credit; any other plan asks for it. */
async function creditForChange(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings' | 'vault'>,
  row: SubscriptionWithCustomer,
  { from, to }: { from: SoldTerms; to: PaidProduct },
): Promise<string | null> {
  if (minimumBillMinor(to) < minimumBillMinor(from)) return null;
  const asked = { userId: row.userId, productId: to.id, subscriptionId: row.id };
  const refusal = await askCredit(deps, asked);
  return refusal && creditRefusalText(refusal);
}

function stateRefusal(row: SubscriptionWithCustomer, to: Product): string | null {
  if (row.endedAt) return 'This subscription has ended. Subscribe again.';
  if (row.cancelRequestedAt) return 'This subscription is being canceled.';
  if (row.nextProductId !== null) {
    return row.nextPlanAt === null
      ? 'A plan change is in progress. Reload the page in a moment.'
      : 'A plan change is already scheduled: cancel it first.';
  }
  switch (row.status) {
    case 'active':
      if (row.suspendedFor !== '') {
        return 'This subscription is suspended: change the plan when your key works again.';
      }
      return row.cancelAt
        ? 'This subscription is set to cancel: resume it first, then change the plan.'
        : null;
    case 'free':
      return `A free subscription has no card: subscribe to ${to.displayName} (new key), then cancel this one.`;
    case 'trialing':
      return 'The trial is still running: change the plan when it ends.';
    case 'past_due':
    case 'unpaid':
      return 'The last payment failed: pay the open invoice first.';
    case 'paused':
      return 'This subscription is paused: resume it first.';
    default:
      return 'This subscription isn’t active yet.';
  }
}

/** Its unused time is not its remaining value: the calls of its quota may be used up already. */
function isPaidQuota(product: Priceable): boolean {
  return pricePlan(product).kind === 'licensed' && callsAllowed(product) !== null;
}

function isSameBilling({ plan }: SoldTerms, to: PaidProduct): boolean {
  if (plan.kind === 'free') return true;
  return (
    plan.currency === to.currency &&
    plan.recurring.interval === to.recurring.interval &&
    plan.recurring.intervalCount === to.recurring.intervalCount
  );
}

function refused(message: string): Changeable {
  return { kind: 'not-possible', message };
}
