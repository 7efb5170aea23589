import { eraseUser } from '../../db/erase';
import { withLease } from '../../db/leases';
import { deleteSessionsOf } from '../../db/sessions';
import {
  listSubscriptionsOf,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../../db/subscriptions';
import { deleteTokensOf } from '../../db/tokens';
import { findUser, updateUser, usersBeingClosed } from '../../db/users';
import { nameInMail } from '../../kit/name-in-mail';
import { leaseName } from '../../kit/wire-names';
import { auditOwn } from '../audit/audit';
import { type Asker, checkOwner } from '../checkout/check-owner';
import { rememberDebtor } from '../credit/remember-debtor';
import type { Needs, SyncDeps } from '../deps';
import { cancelNow } from '../subscriptions/cancel-now';
import { syncSubscription } from '../subscriptions/sync-subscription';
import type { Wait } from '../throttling/throttle';

export type CloseOutcome = { kind: 'closing' } | { kind: 'wrong'; message: string } | Wait;

/**
 * Closes an account for good. Recorded first; any later step may fail or be killed and is resumed by the schedule,
 * because each step checks what is still there.
 */
export async function closeAccount(
  deps: SyncDeps & Needs<'passwords' | 'telemetry'>,
  input: Asker & { password: string },
): Promise<CloseOutcome> {
  const owner = await checkOwner(deps, input);
  if (owner.kind !== 'ok') return owner;
  await updateUser(deps.db, input.userId, { closingAt: new Date() });
  await deleteSessionsOf(deps.db, input.userId);
  await deleteTokensOf(deps.db, input.userId);
  await auditOwn(deps, input.userId, 'account.closing');
  try {
    await continueClosing(deps, input.userId);
  } catch (error) {
    deps.log.error({ userId: input.userId, err: error }, 'closing goes on later');
  }
  return { kind: 'closing' };
}

/** Continues every account that is being closed. Every one is tried; failures are collected. */
export async function continueClosings(
  deps: SyncDeps,
): Promise<{ closed: number; failures: { subject: string; error: string }[] }> {
  const report = { closed: 0, failures: [] as { subject: string; error: string }[] };
  for (const userId of await usersBeingClosed(deps.db, 100)) {
    try {
      if ((await continueClosing(deps, userId)) === 'closed') report.closed += 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report.failures.push({ subject: `account ${userId}`, error: reason });
    }
  }
  return report;
}

async function continueClosing(deps: SyncDeps, userId: string): Promise<'closed' | 'closing'> {
  const leased = await withLease(deps.db, leaseName.account(userId), { waitMs: 5_000 }, () =>
    nextSteps(deps, userId),
  );
  return leased.kind === 'busy' ? 'closing' : leased.value;
}

async function nextSteps(deps: SyncDeps, userId: string): Promise<'closed' | 'closing'> {
  const user = await findUser(deps.db, userId);
  if (!user?.closingAt || user.closedAt) return 'closed';
  if ((await endAll(deps, userId)) === 'ending') return 'closing';
  // A user of the portal's own sign-in lives on there: only what is ours was ended.
  if (user.gatewayUserId === null) await deps.gateway.deleteUser(user.id);
  await deps.mail.queue({
    to: user.email,
    // Without an owner: messages of the account are erased with it.
    userId: null,
    name: `closed-${user.id}`,
    content: { kind: 'account-closed', name: nameInMail(user) },
  });
  if (await livedOnCredit(deps, userId)) await rememberDebtor(deps, user);
  await eraseUser(deps.db, { userId, at: await deps.clock.now() });
  deps.log.info({ userId }, 'account closed');
  return 'closed';
}

/** Who never had a paid product can't owe anything: nothing of them is kept. */
async function livedOnCredit(deps: Needs<'db'>, userId: string): Promise<boolean> {
  const rows = await listSubscriptionsOf(deps.db, userId);
  return rows.some((row) => row.customerId !== null && row.activatedAt !== null);
}

/** Each is tried although another failed, so that all keys are dead at once. */
async function endAll(deps: SyncDeps, userId: string): Promise<'ended' | 'ending'> {
  const failures: unknown[] = [];
  for (const row of await livingOf(deps, userId)) {
    try {
      await endOne(deps, userId, row);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} subscriptions could not be ended.`);
  }
  return (await livingOf(deps, userId)).length === 0 ? 'ended' : 'ending';
}

async function livingOf(deps: Needs<'db'>, userId: string): Promise<SubscriptionWithCustomer[]> {
  const rows = await listSubscriptionsOf(deps.db, userId);
  return rows.filter((row) => row.endedAt === null);
}

async function endOne(
  deps: SyncDeps,
  userId: string,
  row: SubscriptionWithCustomer,
): Promise<void> {
  if (row.status === 'checkout') {
    if (!row.checkoutSessionId) return giveUpUnopened(deps, row);
    // Not paid: nobody shall be able to pay it any more. One that was paid meanwhile is ended below.
    await deps.payments.expireCheckout(row.checkoutSessionId);
    const synced = await syncSubscription(deps, row.id);
    if (synced.kind !== 'synced' || synced.gateway === 'absent') return;
  }
  await cancelNow(deps, { subscriptionId: row.id, actor: { kind: 'consumer', id: userId } });
}

const HOUR_MS = 3_600_000;

/**
 * The process that began this checkout was killed before it knew the provider's page. The page may exist all the same;
 * once it has expired nobody can pay it any more. Its payment would have arrived an hour later at the latest.
 */
async function giveUpUnopened(
  deps: Needs<'clock' | 'db'>,
  row: SubscriptionWithCustomer,
): Promise<void> {
  const now = await deps.clock.now();
  const expiresAt = row.checkoutExpiresAt?.getTime() ?? row.createdAt.getTime() + HOUR_MS;
  if (now.getTime() < expiresAt + HOUR_MS) return;
  await updateSubscription(deps.db, row.id, {
    status: 'incomplete_expired',
    liveKey: null,
    endedAt: now,
  });
}
