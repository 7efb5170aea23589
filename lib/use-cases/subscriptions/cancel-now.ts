import { recordAudit } from '../../db/audit';
import { withLease } from '../../db/leases';
import { findPeriod } from '../../db/periods';
import type { PlanVersion } from '../../db/plan-versions';
import {
  findSubscription,
  listIdsBeingEnded,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../../db/subscriptions';
import { listSuspensions } from '../../db/suspensions';
import { floorToBucket } from '../../domain/usage/usage-window';
import { AppError } from '../../kit/app-error';
import { leaseName } from '../../kit/wire-names';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import { audit } from '../audit/audit';
import { logForeignAccess } from '../audit/require-owned';
import { expectKnown } from '../billing/close-period';
import { settleUnclaimedPeriod } from '../billing/defer-renewals';
import { readToTheEnd } from '../billing/read-to-the-end';
import type { Needs, SyncDeps } from '../deps';
import { ensurePlanVersion } from '../plan-versions/ensure-version';
import { isMeteredVersion } from '../plan-versions/sold-terms';
import { type Failure, failureOf, messageOf } from '../runs/failure';
import { pushTotal } from '../usage/push-usage';
import { applyGatewayState } from './internal/apply-gateway-state';
import { isEnded } from './provider-subscription';
import { syncSubscription } from './sync-subscription';

export type CancelNowOutcome =
  /**
   * The end is recorded; our row says whether the gateway is closed already. The last usage is billed once its counts
   * are in.
   */
  { kind: 'ending' } | { kind: 'ended' } | { kind: 'not-found' };

/**
 * Cancels a subscription immediately and bills its last usage. The end is recorded first, then access at the gateway is
 * closed, so that no call comes in that nobody would bill. If the process is killed at any point, the next cron run
 * finishes the work.
 */
export async function cancelNow(
  deps: SyncDeps,
  input: { subscriptionId: string; actor: { kind: 'consumer' | 'operator'; id: string } },
): Promise<CancelNowOutcome> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row) return { kind: 'not-found' };
  if (input.actor.kind === 'consumer' && row.userId !== input.actor.id) {
    logForeignAccess(deps, { userId: input.actor.id, subscriptionId: row.id });
    return { kind: 'not-found' };
  }
  if (row.endedAt) return { kind: 'not-found' };
  // Refused before anything is recorded, or every run would try again what can't be done.
  if (!row.providerId && row.status !== 'free') throw notPaid();
  if (!row.cancelRequestedAt) {
    const at = await deps.clock.now();
    await updateSubscription(deps.db, row.id, {
      cancelRequestedAt: at,
      cancelRequestedBy: input.actor.id,
    });
    await audit(deps, {
      actor: input.actor.id,
      action: 'subscription.cancel-now',
      targetType: 'subscription',
      targetId: row.id,
      details: { by: input.actor.kind },
    });
  }
  try {
    return await continueCancel(deps, row.id);
  } catch (error) {
    // The end is recorded, so every run tries again; until then nothing says that the keys are rejected.
    deps.log.error(
      { subscriptionId: row.id, err: error },
      'cancellation will be retried by the next run',
    );
    return { kind: 'ending' };
  }
}

/** Continues every immediate cancellation. Every one is tried; failures are collected. */
export async function continueCancels(
  deps: SyncDeps,
): Promise<{ ended: number; failures: Failure[] }> {
  const outcome: { ended: number; failures: Failure[] } = { ended: 0, failures: [] };
  for (const id of await listIdsBeingEnded(deps.db, 500)) {
    try {
      if ((await continueCancel(deps, id)).kind === 'ended') outcome.ended += 1;
    } catch (error) {
      outcome.failures.push(failureOf(id, error));
    }
  }
  return outcome;
}

async function continueCancel(deps: SyncDeps, subscriptionId: string): Promise<CancelNowOutcome> {
  const leased = await withLease(
    deps.db,
    leaseName.closing(subscriptionId),
    { waitMs: 5_000 },
    () => nextSteps(deps, subscriptionId),
  );
  return leased.kind === 'busy' ? { kind: 'ending' } : leased.value;
}

async function nextSteps(deps: SyncDeps, subscriptionId: string): Promise<CancelNowOutcome> {
  const row = await findSubscription(deps.db, subscriptionId);
  if (!row) return { kind: 'not-found' };
  if (row.endedAt) return { kind: 'ended' };
  if (!row.providerId) return endFree(deps, row);
  const suspendedAt = row.cancelSuspendedAt ?? (await closeGateway(deps, row));
  const found = await deps.payments.readSubscription(row.providerId);
  if (found && !isEnded(found.status)) {
    const closedSince = await shutSince(deps, row.id, suspendedAt);
    const isPriced = hasNoCalls(found, closedSince) || (await isRestOfPaused(deps, row, found));
    const version = await ensurePlanVersion(deps, found.prices, row.planVersion);
    if (isMeteredVersion(version)) {
      const now = await deps.clock.now();
      // Counts of calls from before the gateway closed may still arrive, but no later calls.
      if (now < new Date(suspendedAt.getTime() + deps.settings.usageLagMinutes * 60_000)) {
        return { kind: 'ending' };
      }
      if (!isPriced) await reportLastUsage(deps, row, { found, version, now });
    }
    await deps.payments.cancelSubscription(row.providerId, { billsUsage: !isPriced });
  }
  await syncSubscription(deps, row.id);
  return { kind: 'ended' };
}

/**
 * A period that began after the gateway was closed (nothing ran for a while) is not what its owner asked for: it can't
 * have calls, and the provider would still bill its flat fee.
 */
function hasNoCalls({ period }: ProviderSubscription, suspendedAt: Date): boolean {
  return period !== null && suspendedAt <= floorToBucket(period.start);
}

/** A subscription that was suspended before the cancellation was requested has been closed for longer. */
async function shutSince(
  deps: Needs<'db'>,
  subscriptionId: string,
  suspendedAt: Date,
): Promise<Date> {
  const ongoing = (await listSuspensions(deps.db, subscriptionId)).find(({ end }) => end === null);
  return ongoing && ongoing.start < suspendedAt ? ongoing.start : suspendedAt;
}

/**
 * In a pause the current period is the rest of one that was invoiced. The provider would start its tiers again and
 * charge the flat fee a second time; the calls in it, usually none, are late usage.
 */
async function isRestOfPaused(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'payments' | 'settings'>,
  subscription: SubscriptionWithCustomer,
  { status, period }: ProviderSubscription,
): Promise<boolean> {
  if (status !== 'paused' || !period) return false;
  const subscriptionId = subscription.id;
  const rest = await findPeriod(deps.db, { subscriptionId, start: period.start });
  if (!rest?.continuesFrom || !isMeteredVersion(rest.planVersion)) return false;
  const names = { subscriptionId, start: rest.continuesFrom };
  const paused = await findPeriod(deps.db, names);
  if (paused?.state === 'open') await settleUnclaimedPeriod(deps, paused);
  const settled = await findPeriod(deps.db, names);
  // While the pause is open, its usage still waits at the provider for an invoice.
  return settled !== null && settled.state !== 'open';
}

async function closeGateway(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
): Promise<Date> {
  if (row.gatewayState === 'active') await applyGatewayState(deps, row, 'suspended', row.status);
  const at = await deps.clock.now();
  await updateSubscription(deps.db, row.id, { cancelSuspendedAt: at });
  return at;
}

async function reportLastUsage(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'settings'>,
  row: SubscriptionWithCustomer,
  read: { found: ProviderSubscription; version: PlanVersion; now: Date },
): Promise<void> {
  const { found, now } = read;
  const customerId = row.customer?.providerId;
  const { productId } = read.version;
  if (!found.period || !customerId || productId === null) return;
  const start = found.period.start;
  const known = await findPeriod(deps.db, { subscriptionId: row.id, start });
  if (known?.state === 'closed') return;
  try {
    // Read as a period that ends now: its last bucket belongs to it.
    const total = await readToTheEnd(deps, { id: row.id, endedAt: now }, { start, end: now });
    const period = { start, end: now };
    await pushTotal(
      deps,
      { subscriptionId: row.id, productId, customerId, ...period, total },
      { before: now },
    );
    await expectKnown(deps, { productId, customerId, period, total });
  } catch (error) {
    const since = row.cancelRequestedAt ?? now;
    if (now.getTime() - since.getTime() < deps.settings.deferHours * 3_600_000) throw error;
    // Missing usage is billed on a separate invoice once it can be read.
    await recordAudit(deps.db, {
      actor: 'system',
      action: 'subscription.ended-by-rule',
      targetType: 'subscription',
      targetId: row.id,
      details: { why: messageOf(error) },
      at: now,
    });
  }
}

async function endFree(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
): Promise<CancelNowOutcome> {
  if (row.status !== 'free') throw notPaid();
  await applyGatewayState(deps, row, 'cancelled', 'canceled');
  await updateSubscription(deps.db, row.id, {
    status: 'canceled',
    endReason: 'requested',
    liveKey: null,
    endedAt: await deps.clock.now(),
  });
  return { kind: 'ended' };
}

function notPaid(): AppError {
  return new AppError('conflict', 'This checkout was not paid: there is nothing to cancel.');
}
