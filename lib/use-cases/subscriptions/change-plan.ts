import { hasOtherOf } from '../../db/customers';
import { withLease } from '../../db/leases';
import { findPeriod } from '../../db/periods';
import { type SubscriptionWithCustomer, updateSubscription } from '../../db/subscriptions';
import { findProduct } from '../../domain/catalog/catalog';
import type { Product } from '../../domain/catalog/product';
import { idempotencyKey, leaseName } from '../../kit/wire-names';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import { audit } from '../audit/audit';
import { requireOwned } from '../audit/require-owned';
import { markProblem } from '../audit/subscription-problems';
import { readToTheEnd } from '../billing/read-to-the-end';
import type { Needs, SyncDeps } from '../deps';
import { ensurePlanVersion } from '../plan-versions/ensure-version';
import { isMeteredVersion } from '../plan-versions/sold-terms';
import { firstPushSecond, pushTotal } from '../usage/push-usage';
import { readPlanCredit } from './internal/plan-change-credit';
import { type Changeable, type PlanChangeWhen, planChangeRules } from './plan-change-rules';
import { syncSubscription } from './sync-subscription';

type Input = {
  userId: string;
  subscriptionId: string;
  productId: string;
  when: PlanChangeWhen;
};

export type ChangePlanOutcome =
  | { kind: 'changed' }
  | { kind: 'scheduled'; at: Date }
  | { kind: 'payment-failed' }
  | { kind: 'not-found' }
  | { kind: 'not-possible'; message: string };

/**
 * Changes a subscription to another product, now or when its period ends; its keys stay. Usage so far is billed at the
 * old price, and calls that are reported later are billed as late usage of the old period. If the payment for the
 * change fails, everything stays as it was. If the process is killed at any point, the next sync finishes the change or
 * reverts it: what the provider carried out counts.
 */
export async function changePlan(deps: SyncDeps, input: Input): Promise<ChangePlanOutcome> {
  const owned = await requireOwned(deps, input);
  const to = findProduct(deps.catalog, input.productId);
  if (!owned || !to) return { kind: 'not-found' };
  await settleHalfDone(deps, owned);
  const outcome = await tryChange(deps, input, to);
  if (outcome.kind !== 'behind') return concluded(deps, input, { to, outcome });
  // What a period cost and how much of it was used is known of the running one only.
  await syncSubscription(deps, owned.id);
  return concluded(deps, input, { to, outcome: await tryChange(deps, input, to) });
}

type Tried = ChangePlanOutcome | { kind: 'not-as-known' } | { kind: 'behind' };

async function tryChange(deps: SyncDeps, input: Input, to: Product): Promise<Tried> {
  // The lease of the sync, so that neither sees a half-done state of the other, and two clicks are processed one after
  // the other.
  const leased = await withLease(
    deps.db,
    leaseName.subscription(input.subscriptionId),
    { waitMs: 15_000 },
    async (): Promise<Tried> => {
      const row = await requireOwned(deps, input);
      if (!row) return { kind: 'not-found' };
      const checked = await planChangeRules(deps, row, to);
      if (checked.kind !== 'possible') return checked;
      // For what no event has brought yet, such as a pause.
      const seen = await deps.payments.readSubscription(checked.providerId);
      if (seen?.status !== 'active') return { kind: 'not-as-known' };
      if (seen.period && row.periodEnd && seen.period.start >= row.periodEnd) {
        return { kind: 'behind' };
      }
      if (input.when === 'now' && checked.onlyAtPeriodEnd !== null) {
        return { kind: 'not-possible', message: checked.onlyAtPeriodEnd };
      }
      return carryOut(deps, { row, checked, input, seen });
    },
  );
  if (leased.kind === 'busy') {
    return {
      kind: 'not-possible',
      message: 'This subscription is being changed elsewhere. Try again in a moment.',
    };
  }
  return leased.value;
}

async function concluded(
  deps: SyncDeps,
  input: Input,
  { to, outcome }: { to: Product; outcome: Tried },
): Promise<ChangePlanOutcome> {
  if (outcome.kind === 'not-as-known' || outcome.kind === 'behind') {
    return refusalAfterSync(deps, input, to);
  }
  if (outcome.kind === 'changed' || outcome.kind === 'scheduled') {
    await syncSubscription(deps, input.subscriptionId);
  }
  return outcome;
}

/** Cancels a change that is scheduled for the end of the period. */
export async function cancelPlanChange(
  deps: SyncDeps,
  input: { userId: string; subscriptionId: string },
): Promise<{ kind: 'done' } | { kind: 'not-found' }> {
  const row = await requireOwned(deps, input);
  if (!row?.providerId || row.endedAt) return { kind: 'not-found' };
  await deps.payments.cancelScheduledChange(row.providerId);
  await audit(deps, {
    actor: input.userId,
    action: 'subscription.plan-change-cancelled',
    targetType: 'subscription',
    targetId: row.id,
    details: { to: row.nextProductId },
  });
  await syncSubscription(deps, row.id);
  return { kind: 'done' };
}

/**
 * Finishes or reverts what a killed run has left before the owner's second try, without waiting for the next cron run.
 */
async function settleHalfDone(deps: SyncDeps, row: SubscriptionWithCustomer): Promise<void> {
  if (row.nextProductId === null || row.nextPlanAt !== null) return;
  try {
    await syncSubscription(deps, row.id);
  } catch (error) {
    // It stays as it is, and the rules explain why.
    deps.log.warn({ subscriptionId: row.id, err: error }, 'unfinished plan change not settled');
  }
}

/** Syncs the row with the provider and returns what prevents the change after that. */
async function refusalAfterSync(
  deps: SyncDeps,
  input: Input,
  to: Product,
): Promise<Extract<ChangePlanOutcome, { kind: 'not-found' | 'not-possible' }>> {
  await syncSubscription(deps, input.subscriptionId);
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  const checked = await planChangeRules(deps, row, to);
  if (checked.kind === 'not-possible') return checked;
  return {
    kind: 'not-possible',
    message: 'This subscription has just been changed elsewhere. Reload the page in a moment.',
  };
}

type Possible = Extract<Changeable, { kind: 'possible' }>;

async function carryOut(
  deps: Needs<
    'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'requestAddress' | 'settings'
  >,
  of: {
    row: SubscriptionWithCustomer;
    checked: Possible;
    input: Input;
    seen: ProviderSubscription;
  },
): Promise<ChangePlanOutcome> {
  const { row, checked, input } = of;
  const { to, providerId } = checked;
  const now = await deps.clock.now();
  // Recorded first: that reserves the new plan, and the sweep checks what is left half done.
  await updateSubscription(deps.db, row.id, {
    nextProductId: to.id,
    nextPlanAt: null,
    syncDueAt: now,
  });
  const customerId = row.customerId ?? '';
  if (await hasOtherOf(deps.db, { customerId, productId: to.id, except: row.id })) {
    await takeBack(deps, row);
    return {
      kind: 'not-possible',
      message: 'A checkout for this plan was just started. Try again later.',
    };
  }
  const outcome = await atTheProvider(deps, { ...of, now });
  await audit(deps, {
    actor: input.userId,
    action: 'subscription.plan-change-requested',
    targetType: 'subscription',
    targetId: row.id,
    details: { from: row.productId, to: to.id, when: input.when, outcome: outcome.kind },
  });
  if (outcome.kind === 'payment-failed') {
    await takeBack(deps, row);
    await markProblem(deps, row, { kind: 'plan-change-failed', details: { to: to.id } });
  } else if (row.problem === 'plan-change-failed') {
    await updateSubscription(deps.db, row.id, { problem: null, problemAt: null });
  }
  deps.log.info({ subscriptionId: row.id, providerId, to: to.id, ...outcome }, 'plan change');
  return outcome;
}

async function atTheProvider(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'settings'>,
  input: {
    row: SubscriptionWithCustomer;
    checked: Possible;
    input: Input;
    seen: ProviderSubscription;
    now: Date;
  },
): Promise<ChangePlanOutcome> {
  const { row, now, seen } = input;
  const { from, to, providerId } = input.checked;
  if (input.input.when === 'period-end') {
    const { at } = await deps.payments.schedulePlanChange({ providerId, to });
    return { kind: 'scheduled', at };
  }
  await reportUsageSoFar(deps, row, { seen, now });
  const name = idempotencyKey.planChange(row.id, to.id, now);
  const credit = await readPlanCredit(deps, { row, from, period: seen.period, at: now });
  const change = { providerId, name, to, at: now, ...(credit && { credit }) };
  return { kind: await deps.payments.changePlan(change) };
}

async function takeBack(deps: Needs<'db'>, row: SubscriptionWithCustomer): Promise<void> {
  await updateSubscription(deps.db, row.id, {
    nextProductId: null,
    nextPlanAt: null,
    syncDueAt: row.syncDueAt,
  });
}

/** The provider bills the old price when the plan changes, with the usage that it knows at that moment. */
async function reportUsageSoFar(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'settings'>,
  row: SubscriptionWithCustomer,
  { seen, now }: { seen: ProviderSubscription; now: Date },
): Promise<void> {
  const customerId = row.customer?.providerId;
  const version = await ensurePlanVersion(deps, seen.prices, row.planVersion);
  const { periodStart: start } = row;
  const { productId } = version;
  if (!customerId || !start || productId === null || !isMeteredVersion(version)) return;
  // A period that has just begun has no second left for a report: its calls are billed as late usage.
  if (now.getTime() / 1000 <= firstPushSecond(start) + 1) return;
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
