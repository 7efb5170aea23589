import { withLease } from '../../db/leases';
import { changeProduct } from '../../db/periods';
import {
  listSwappedPeriods,
  type PlanVersion,
  setSubscriptionVersion,
  settleSwappedPeriod,
} from '../../db/plan-versions';
import { findSubscription, updateSubscription } from '../../db/subscriptions';
import { isUniqueViolation } from '../../db/unique';
import { AppError } from '../../kit/app-error';
import { leaseName, liveKeyOf } from '../../kit/wire-names';
import { audit } from '../audit/audit';
import type { Needs, SyncDeps } from '../deps';
import { ensurePlanVersion } from '../plan-versions/ensure-version';
import { syncSubscription } from '../subscriptions/sync-subscription';

/** A period whose price somebody changed at the provider before it was over. */
export interface SwappedPeriod {
  start: Date;
  end: Date;
  choices: { versionId: string; words: string; isFirst: boolean }[];
}

export async function viewSwappedPeriods(
  deps: Needs<'db'>,
  subscriptionId: string,
): Promise<SwappedPeriod[]> {
  const periods = await listSwappedPeriods(deps.db, subscriptionId);
  return periods.map(({ start, end, planVersion, swappedTo }) => ({
    start,
    end,
    choices: [planVersion, swappedTo].flatMap((version, at) =>
      version ? [{ versionId: version.id, words: version.words, isFirst: at === 0 }] : [],
    ),
  }));
}

export type ChoosePriceOutcome = { kind: 'chosen'; words: string } | { kind: 'not-found' };

/**
 * At which of its two prices a swapped period's late calls are billed. The invoice stays as the provider made it: calls that
 * are on it are billed.
 */
export async function choosePeriodPrice(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  input: { subscriptionId: string; start: Date; versionId: string; actor: string },
): Promise<ChoosePriceOutcome> {
  const { subscriptionId, start, versionId, actor } = input;
  const period = (await viewSwappedPeriods(deps, subscriptionId)).find(
    (one) => one.start.getTime() === start.getTime(),
  );
  const choice = period?.choices.find((one) => one.versionId === versionId);
  if (!choice || !(await settleSwappedPeriod(deps.db, { subscriptionId, start }, versionId))) {
    return { kind: 'not-found' };
  }
  await audit(deps, {
    actor,
    action: 'period.price-chosen',
    targetType: 'period',
    targetId: subscriptionId,
    details: { start: start.toISOString(), price: choice.words },
  });
  return { kind: 'chosen', words: choice.words };
}

export type AcceptPriceOutcome =
  | { kind: 'accepted'; words: string }
  /** It is a price of a product that the customer has another live subscription of. */
  | { kind: 'taken' }
  /** It is a price of none of our products: no key could be given for it. */
  | { kind: 'not-ours'; words: string }
  | { kind: 'not-found' };

/**
 * What the provider bills becomes what was sold: pages and late charges say so from now on, and access follows where it is
 * another product's price.
 */
export async function acceptPrice(
  deps: SyncDeps,
  input: { subscriptionId: string; actor: string },
): Promise<AcceptPriceOutcome> {
  // A sync that began before must not write the difference down again afterwards.
  const leased = await withLease(
    deps.db,
    leaseName.subscription(input.subscriptionId),
    { waitMs: 15_000 },
    () => accept(deps, input),
  );
  if (leased.kind === 'busy') {
    throw new AppError('conflict', 'This subscription is being changed elsewhere. Try again.');
  }
  if (leased.value.kind === 'accepted') await syncSubscription(deps, input.subscriptionId);
  return leased.value;
}

async function accept(
  deps: Needs<'clock' | 'db' | 'payments' | 'requestAddress'>,
  input: { subscriptionId: string; actor: string },
): Promise<AcceptPriceOutcome> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row?.providerId || row.endedAt) return { kind: 'not-found' };
  const found = await deps.payments.readSubscription(row.providerId);
  if (!found) return { kind: 'not-found' };
  const version = await ensurePlanVersion(deps, found.prices);
  const { words, productId } = version;
  if (productId === null) return { kind: 'not-ours', words };
  if (productId !== row.productId) {
    const at = found.period?.start ?? row.periodStart;
    if (!at) return { kind: 'not-found' };
    if (!(await moveTo(deps, row, { version, productId, at }))) return { kind: 'taken' };
  } else await setSubscriptionVersion(deps.db, row.id, version.id);
  if (found.productId !== productId) await deps.payments.markProduct(row.providerId, productId);
  await updateSubscription(deps.db, row.id, {
    ...(row.problem === 'price-differs' && { problem: null, problemAt: null }),
    syncDueAt: await deps.clock.now(),
  });
  await audit(deps, {
    actor: input.actor,
    action: 'subscription.price-accepted',
    targetType: 'subscription',
    targetId: row.id,
    details: { from: row.planVersion?.words ?? null, to: words },
  });
  return { kind: 'accepted', words };
}

async function moveTo(
  deps: Needs<'clock' | 'db'>,
  row: { id: string; productId: string; customerId: string | null; liveKey: string | null },
  to: { version: PlanVersion; productId: string; at: Date },
): Promise<boolean> {
  try {
    await changeProduct(deps.db, {
      subscriptionId: row.id,
      from: row.productId,
      to: to.productId,
      planVersionId: to.version.id,
      liveKey: row.liveKey === null ? null : liveKeyOf(String(row.customerId), to.productId),
      at: to.at,
      now: await deps.clock.now(),
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
