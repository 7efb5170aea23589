import { findPeriod } from '../../../db/periods';
import { markPeriodSwapped, type PlanVersion } from '../../../db/plan-versions';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import { markProblem } from '../../audit/subscription-problems';
import type { Needs } from '../../deps';
import { isMeteredVersion } from '../../plan-versions/sold-terms';

/** The terms that the contract has after a sync, and whether the provider bills what they say. */
export interface Agreement {
  planVersionId: string;
  isAgreed: boolean;
}

/**
 * What the provider bills against what was sold. The first prices are those that the checkout was paid at. Another price of
 * the same product is ours where provisioning made it and it came with a new period (`catalog apply --migrate`). Everything
 * else was done at the provider by hand: the contract and the access stay, the money follows the provider, and an operator
 * looks.
 */
export async function agreeOnPrices(
  deps: Needs<'clock' | 'db' | 'log'>,
  row: SubscriptionWithCustomer,
  read: { found: ProviderSubscription; version: PlanVersion },
): Promise<Agreement> {
  const { found, version } = read;
  const isMarkedOther = found.productId !== null && found.productId !== row.productId;
  if (!isMarkedOther && isOurs(row, read)) return { planVersionId: version.id, isAgreed: true };
  await reportDifference(deps, row, read);
  await keepSwap(deps, row, read);
  return { planVersionId: row.planVersionId ?? version.id, isAgreed: false };
}

function isOurs(
  row: SubscriptionWithCustomer,
  { found, version }: { found: ProviderSubscription; version: PlanVersion },
): boolean {
  const { planVersion, periodEnd } = row;
  if (planVersion === null) return version.productId === row.productId;
  if (planVersion.id === version.id) return true;
  const isNewPeriod =
    periodEnd !== null && found.period !== null && found.period.start >= periodEnd;
  return version.productId === row.productId && version.isFromCatalog && isNewPeriod;
}

/** Another problem that an operator is looking at already is not replaced. */
async function reportDifference(
  deps: Needs<'clock' | 'db' | 'log'>,
  row: SubscriptionWithCustomer,
  { found, version }: { found: ProviderSubscription; version: PlanVersion },
): Promise<void> {
  if (row.problem !== null && row.problem !== 'gateway-out-of-step') return;
  const details = {
    sold: row.planVersion?.words ?? row.productId,
    billed: version.words,
    marked: found.productId,
  };
  await markProblem(deps, row, { kind: 'price-differs', details });
}

/**
 * Marks the period whose price was changed before it was over. The provider may go on with it, or begin a new one for the new
 * price: then it is the part before.
 */
async function keepSwap(
  deps: Needs<'db'>,
  row: SubscriptionWithCustomer,
  { found, version }: { found: ProviderSubscription; version: PlanVersion },
): Promise<void> {
  const { periodStart: start, periodEnd } = row;
  if (!start || !periodEnd || !found.period || found.period.start >= periodEnd) return;
  const names = { subscriptionId: row.id, start };
  const swapped = await findPeriod(deps.db, names);
  // What is paid in advance has no late calls to decide on.
  if (!swapped || !isMeteredVersion(swapped.planVersion)) return;
  if (swapped.swappedToId || swapped.planVersionId === version.id) return;
  if (swapped.state !== 'closed') await markPeriodSwapped(deps.db, names, version.id);
}
