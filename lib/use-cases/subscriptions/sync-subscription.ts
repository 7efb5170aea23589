import { type ActiveLease, withLease } from '../../db/leases';
import {
  findSubscription,
  markSynced,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../../db/subscriptions';
import { decideAccess, formatReasons, type GatewayState } from '../../domain/access/access';
import { AppError } from '../../kit/app-error';
import { leaseName } from '../../kit/wire-names';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import { markProblem } from '../audit/subscription-problems';
import { accessFacts } from '../credit/access-facts';
import { keepStandingsOf } from '../credit/sync-standings';
import type { Needs, SyncDeps } from '../deps';
import { ensurePlanVersion } from '../plan-versions/ensure-version';
import { messageOf } from '../runs/failure';
import { followPlan, periodSinceChange } from './follow-plan';
import { agreeOnPrices } from './internal/agree-on-prices';
import { applyGatewayState, hasOldScope } from './internal/apply-gateway-state';
import { checkCard } from './internal/check-card';
import { mailSuspension } from './internal/mail-suspension';
import { recordMissedPeriods } from './internal/record-missed-periods';
import { claimLiveKey, reverseDuplicate } from './internal/reverse-duplicate';
import { keepAnsweredAfterEnd, writePeriod } from './internal/write-period';
import { isEnded, resolveProviderSubscription } from './provider-subscription';
import { rollFreePeriod } from './roll-free-period';

export type SyncOutcome =
  | { kind: 'synced'; status: string; gateway: GatewayState; changed: boolean }
  /** The provider does not know of a payment yet. */
  | { kind: 'waiting' }
  /** The provider no longer knows the subscription: access stays as it was and an operator checks it. */
  | { kind: 'missing' }
  /** The provider's status is unknown to this code: access stays as it was and an operator checks it. */
  | { kind: 'unknown-status'; status: string }
  | { kind: 'not-found' };

/**
 * Makes our row and the gateway agree with what the provider says now. The only way by which access starts, stops and
 * is restored: called by the webhook, the success page, the sweep and the operator alike. It reads the current state
 * each time, so the order and number of calls do not matter.
 */
export async function syncSubscription(
  deps: SyncDeps,
  subscriptionId: string,
  /** A provider subscription whose metadata names ours: one that is new to us, or a duplicate. */
  providerHint?: string,
): Promise<SyncOutcome> {
  const leased = await withLease(
    deps.db,
    leaseName.subscription(subscriptionId),
    { waitMs: 15_000 },
    (lease) => syncLeased(deps, lease, subscriptionId, providerHint ?? null),
  );
  if (leased.kind === 'busy') {
    throw new AppError('conflict', `Subscription ${subscriptionId} is being synced elsewhere.`);
  }
  return leased.value;
}

async function syncLeased(
  deps: SyncDeps,
  lease: ActiveLease,
  subscriptionId: string,
  providerHint: string | null,
): Promise<SyncOutcome> {
  const row = await findSubscription(deps.db, subscriptionId);
  if (!row) return { kind: 'not-found' };
  if (row.status === 'free') return syncFree(deps, row);
  if (row.status === 'canceled' && !row.customerId) {
    // A free one that ended: no provider knows of it.
    return { kind: 'synced', status: 'canceled', gateway: 'cancelled', changed: false };
  }
  const resolved = await resolveProviderSubscription(deps, row, providerHint);
  switch (resolved.kind) {
    case 'waiting':
      return { kind: 'waiting' };
    case 'expired':
      return expireRow(deps, row);
    case 'missing':
      return reportMissing(deps, row);
    case 'found':
      for (const duplicate of resolved.duplicates) await reverseDuplicate(deps, duplicate, [row]);
      return converge(deps, lease, row, await ensureSingleLive(deps, row, resolved.counts));
    default:
      return resolved satisfies never;
  }
}

/**
 * A live subscription takes its row's place among the live ones; if it lost that place it has been ended, and is read
 * again.
 */
async function ensureSingleLive(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'vault'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
): Promise<ProviderSubscription> {
  if (isEnded(found.status)) return found;
  if ((await claimLiveKey(deps, row, found)) === 'held') return checkCard(deps, row, found);
  const ended = await deps.payments.readSubscription(found.providerId);
  if (!ended) throw new AppError('upstream-failed', `${found.providerId} was not read again.`);
  return ended;
}

async function converge(
  deps: Omit<SyncDeps, 'vault'>,
  lease: ActiveLease,
  before: SubscriptionWithCustomer,
  read: ProviderSubscription,
): Promise<SyncOutcome> {
  // Another sync may have read and written a newer state while this one waited for its answer.
  await lease.confirm();
  const version = await ensurePlanVersion(deps, read.prices, before.planVersion);
  // Before the plan change is applied, which gives all periods up to now their previous product.
  await recordMissedPeriods(deps, before, read);
  const row = await followPlan(deps, before, read, version);
  const found = { ...read, period: periodSinceChange(read) };
  const { planVersionId, isAgreed } = await agreeOnPrices(deps, row, { found, version });
  const now = await deps.clock.now();
  const facts = await accessFacts(deps, row, found, now);
  const { pastDueSince, graceEndsAt } = facts;
  const decided = decideAccess({
    ...facts,
    status: found.status,
    endReason: found.endReason,
    cancelAt: found.cancelAt,
    now,
  });
  if (decided.kind === 'unknown-status') {
    await markProblem(deps, row, { kind: 'unknown-status', details: { status: found.status } });
    await updateSubscription(deps.db, row.id, { status: found.status, syncedAt: now });
    return { kind: 'unknown-status', status: found.status };
  }
  // During an immediate cancellation no call may be answered, whatever is still paid for.
  const isEnding = row.cancelSuspendedAt !== null && !isEnded(found.status);
  const desired = isEnding ? 'suspended' : decided.gateway;
  const suspendedFor = formatReasons(decided.reasons);
  const standing = { pastDueSince, graceEndsAt, suspendedFor, planVersionId };
  if (isAsWritten(row, { ...factsOf(found), ...standing, gatewayState: desired })) {
    await markSynced(deps.db, row.id, now);
    return { kind: 'synced', status: found.status, gateway: desired, changed: false };
  }
  await updateSubscription(deps.db, row.id, {
    ...factsOf(found),
    ...standing,
    // Cleared at the end: a sync that was cut short before is continued by the sweep.
    syncDueAt: now,
    periodAnchor: row.periodAnchor ?? found.period?.start ?? null,
    ...(isEnded(found.status) ? { liveKey: null, endedAt: found.endedAt ?? now } : {}),
  });
  if (found.period) {
    await writePeriod(deps, row, { found, version, whole: found.period, now });
  }
  if (isEnded(found.status)) {
    await keepAnsweredAfterEnd(deps, row, version, { endedAt: found.endedAt ?? now, now });
    // From now on we collect what it still owes.
    if (row.endedAt === null && row.activatedAt && row.customer) {
      await keepStandingsOf(deps, row.customer);
    }
  }
  const gateway = await applyOrReport(deps, row, desired, found.status);
  // An owner who requested the cancellation knows that calls are no longer answered.
  if (gateway === 'suspended' && !isEnding) await mailSuspension(deps, row, decided.reasons);
  await updateSubscription(deps.db, row.id, {
    syncedAt: now,
    syncDueAt: null,
    ...(isSolved(row.problem, { isAgreed, isApplied: gateway === desired })
      ? { problem: null, problemAt: null }
      : {}),
  });
  return {
    kind: 'synced',
    status: found.status,
    gateway,
    changed: gateway !== row.gatewayState || found.status !== row.status,
  };
}

/**
 * A gateway that rejects the change or does not answer is shown to the owner too: the access that was paid for is not
 * what works.
 */
async function applyOrReport(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
  desired: GatewayState,
  status: string,
): Promise<GatewayState> {
  try {
    return await applyGatewayState(deps, row, desired, status);
  } catch (error) {
    const why = messageOf(error);
    await markProblem(deps, row, { kind: 'gateway-out-of-step', details: { desired, why } });
    throw error;
  }
}

/**
 * Most events of a renewal bring nothing new. In that case only the time of the check is written. A sync that was cut
 * short, a subscription whose keys open another product, and an ended one are always processed in full.
 */
function isAsWritten(
  row: SubscriptionWithCustomer,
  truth: ReturnType<typeof factsOf> & {
    pastDueSince: Date | null;
    graceEndsAt: Date | null;
    suspendedFor: string;
    planVersionId: string;
    gatewayState: GatewayState;
  },
): boolean {
  if (row.syncDueAt || row.problem || !row.periodAnchor || isEnded(truth.status)) return false;
  if (truth.gatewayState === 'active' && hasOldScope(row)) return false;
  const current = new Map<string, unknown>(Object.entries(row));
  return Object.entries(truth).every(([name, value]) => isSame(current.get(name), value));
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  return one === other;
}

function factsOf(found: ProviderSubscription) {
  return {
    providerId: found.providerId,
    status: found.status,
    endReason: found.endReason,
    cancelAt: found.cancelAt,
    payUrl: found.payUrl,
    nextProductId: found.next?.productId ?? null,
    nextPlanAt: found.next?.at ?? null,
    checkoutUrl: null,
    ...(found.period ? { periodStart: found.period.start, periodEnd: found.period.end } : {}),
  };
}

/**
 * Problems that are over as soon as the provider gives a clear answer and the gateway took it, and a price that is the one
 * that was sold again.
 */
function isSolved(
  problem: string | null,
  { isAgreed, isApplied }: { isAgreed: boolean; isApplied: boolean },
): boolean {
  switch (problem) {
    case 'price-differs':
      return isAgreed;
    case 'provider-missing':
    case 'unknown-status':
    case 'gateway-out-of-step':
      return isApplied;
    default:
      return false;
  }
}

/**
 * Wrong keys or another account make all subscriptions look like this, so nobody loses access by it. An ended
 * subscription still exists at the provider.
 */
async function reportMissing(
  deps: Needs<'clock' | 'db' | 'log'>,
  row: SubscriptionWithCustomer,
): Promise<SyncOutcome> {
  await markProblem(deps, row, {
    kind: 'provider-missing',
    details: { providerId: row.providerId },
  });
  return { kind: 'missing' };
}

/** A free subscription whose gateway write failed is finished here; its months continue by themselves. */
async function syncFree(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
): Promise<SyncOutcome> {
  await rollFreePeriod(deps, row);
  const gateway = row.liveKey
    ? await applyGatewayState(deps, row, 'active', 'free')
    : (row.gatewayState as GatewayState);
  return { kind: 'synced', status: 'free', gateway, changed: gateway !== row.gatewayState };
}

async function expireRow(
  deps: Needs<'clock' | 'db'>,
  row: SubscriptionWithCustomer,
): Promise<SyncOutcome> {
  const now = await deps.clock.now();
  await updateSubscription(deps.db, row.id, {
    status: 'incomplete_expired',
    liveKey: null,
    checkoutUrl: null,
    endedAt: row.endedAt ?? now,
    syncedAt: now,
    syncDueAt: null,
  });
  return { kind: 'synced', status: 'incomplete_expired', gateway: 'absent', changed: true };
}
