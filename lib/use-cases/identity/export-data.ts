import { listAccounts } from '../../db/accounts';
import { listActivity } from '../../db/activity';
import { type RowsOfUser, rowsOfUser } from '../../db/export';
import { listSessions } from '../../db/sessions';
import { listSubscriptionsOf, type SubscriptionWithCustomer } from '../../db/subscriptions';
import { findUser } from '../../db/users';
import { parseReasons } from '../../domain/access/access';
import { actorRole } from '../audit/actor-role';
import { auditOwn } from '../audit/audit';
import type { Needs } from '../deps';
import { throttle, type Wait } from '../throttling/throttle';
import { emailToConfirm } from './confirm-email';

export type ExportOutcome = { kind: 'export'; data: Record<string, unknown> } | Wait;

/** All that is kept about a person, as JSON that they can take elsewhere. No keys, no secrets and no hashes. */
export async function exportData(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'requestAddress' | 'telemetry'>,
  userId: string,
): Promise<ExportOutcome> {
  const throttled = await throttle(deps, 'export', userId);
  if (throttled.kind === 'wait') return throttled;
  const user = await findUser(deps.db, userId);
  if (!user) throw new Error(`No user ${userId}`);
  await auditOwn(deps, userId, 'account.exported');
  const [sessions, accounts, subscriptions, rows, activity, emailWaiting] = await Promise.all([
    listSessions(deps.db, userId),
    listAccounts(deps.db, userId),
    listSubscriptionsOf(deps.db, userId),
    rowsOfUser(deps.db, userId),
    listActivity(deps.db, { userId, before: null, limit: 100_000 }),
    emailToConfirm(deps, userId),
  ]);
  const data = {
    exportedAt: new Date(),
    profile: {
      id: user.id,
      name: user.name,
      email: user.email,
      emailConfirmedAt: user.emailVerified,
      emailWaitingForConfirmation: emailWaiting,
      hasPassword: user.passwordHash !== null,
      secondFactorSince: user.totpSince,
      recoveryCodesUsedAt: rows.recoveryCodesUsed,
      createdAt: user.createdAt,
      updatedAt: user.updatedAt,
    },
    developerPortal: {
      userId: user.gatewayUserId ?? user.id,
      knownSince: user.gatewayUserAt,
      comparedAt: user.gatewayCheckedAt,
      blocked: user.gatewayBlocked,
    },
    signInProviders: accounts.map(({ provider, providerAccountId, createdAt }) => ({
      provider,
      providerAccountId,
      since: createdAt,
    })),
    sessions: sessions.map(({ createdAt, seenAt, expires, userAgent, address }) => ({
      signedInAt: createdAt,
      seenAt,
      expires,
      userAgent,
      address,
    })),
    customersAtPaymentProvider: rows.customers,
    whatBecameOfInvoices: rows.invoices,
    disputesRefundsAndWarnings: rows.signals,
    messages: rows.messages,
    subscriptions: await Promise.all(
      subscriptions.map((row) => exportSubscription(deps, row, rows)),
    ),
    activity: activity.map(({ at, actor, action, targetType, targetId, details, address }) => ({
      at,
      by: actorRole(actor, userId),
      action,
      targetType,
      targetId,
      details: actor === userId ? details : null,
      address: actor === userId ? address : null,
    })),
  };
  return { kind: 'export', data };
}

async function exportSubscription(
  deps: Needs<'log' | 'payments'>,
  row: SubscriptionWithCustomer,
  rows: RowsOfUser,
) {
  const own = <T extends { subscriptionId: string }>(all: T[]) =>
    all
      .filter(({ subscriptionId }) => subscriptionId === row.id)
      .map(({ subscriptionId: _, ...rest }) => rest);
  return {
    id: row.id,
    name: row.name,
    productId: row.productId,
    price: row.planVersion?.words ?? null,
    status: row.status,
    access: row.gatewayState,
    suspendedFor: parseReasons(row.suspendedFor),
    keysRenewedAt: row.keysRenewedAt,
    creditAllowedMinor: row.creditAllowedMinor,
    createdAt: row.createdAt,
    activatedAt: row.activatedAt,
    periodStart: row.periodStart,
    periodEnd: row.periodEnd,
    pastDueSince: row.pastDueSince,
    graceEndsAt: row.graceEndsAt,
    nextProductId: row.nextProductId,
    nextPlanAt: row.nextPlanAt,
    cancelAt: row.cancelAt,
    cancelRequestedAt: row.cancelRequestedAt,
    endedAt: row.endedAt,
    endReason: row.endReason,
    problem: row.problem,
    customerAtPaymentProvider: row.customer?.providerId ?? null,
    subscriptionAtPaymentProvider: row.providerId,
    invoices: await exportInvoices(deps, row.providerId),
    suspensions: own(rows.suspensions),
    periods: own(rows.periods),
    usage: own(rows.usage),
    usageReportedToPaymentProvider: own(rows.reports),
    lateUsage: own(rows.lateUsage),
  };
}

/** The rest of the export is complete without them, and the reason is included instead. */
async function exportInvoices(
  deps: Needs<'log' | 'payments'>,
  providerId: string | null,
): Promise<unknown> {
  if (!providerId) return [];
  try {
    const invoices = await deps.payments.listInvoices(providerId);
    return invoices.map(({ number, state, totalMinor, currency, createdAt, lines }) => ({
      number,
      state,
      totalMinor,
      currency,
      createdAt,
      lines,
    }));
  } catch (error) {
    deps.log.warn({ providerId, err: error }, 'invoices not exported');
    return { unavailable: 'The payment provider did not answer. Export again in a minute.' };
  }
}
