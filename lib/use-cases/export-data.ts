import { listAccounts } from '../db/accounts';
import { listActivity } from '../db/activity';
import { usageOfUser } from '../db/export';
import { listSessions } from '../db/sessions';
import { listSubscriptionsOf, type SubscriptionWithCustomer } from '../db/subscriptions';
import { findUser } from '../db/users';
import { auditOwn } from './audit';
import type { Deps } from './deps';

/** All that is kept about a person, as JSON that they can take elsewhere. No keys and no hashes. */
export async function exportData(deps: Deps, userId: string): Promise<Record<string, unknown>> {
  const user = await findUser(deps.db, userId);
  if (!user) throw new Error(`No user ${userId}`);
  const [sessions, accounts, subscriptions, usage, activity] = await Promise.all([
    listSessions(deps.db, userId),
    listAccounts(deps.db, userId),
    listSubscriptionsOf(deps.db, userId),
    usageOfUser(deps.db, userId),
    listActivity(deps.db, { userId, before: null, limit: 10_000 }),
  ]);
  await auditOwn(deps, userId, 'account.exported');
  return {
    exportedAt: new Date(),
    profile: {
      id: user.id,
      name: user.name,
      email: user.email,
      emailConfirmedAt: user.emailVerified,
      secondFactorSince: user.totpSince,
      createdAt: user.createdAt,
    },
    signInProviders: accounts.map(({ provider, providerAccountId, createdAt }) => ({
      provider,
      providerAccountId,
      since: createdAt,
    })),
    sessions: sessions.map(({ createdAt, seenAt, userAgent, address }) => ({
      signedInAt: createdAt,
      seenAt,
      userAgent,
      address,
    })),
    subscriptions: await Promise.all(
      subscriptions.map((row) => exportSubscription(deps, row, usage)),
    ),
    activity: activity.map(({ at, actor, action, targetType, targetId, address }) => ({
      at,
      by: actor === userId ? 'you' : actor,
      action,
      targetType,
      targetId,
      address: actor === userId ? address : null,
    })),
  };
}

type Usage = Awaited<ReturnType<typeof usageOfUser>>;

async function exportSubscription(deps: Deps, row: SubscriptionWithCustomer, usage: Usage) {
  return {
    id: row.id,
    name: row.name,
    productId: row.productId,
    status: row.status,
    createdAt: row.createdAt,
    activatedAt: row.activatedAt,
    endedAt: row.endedAt,
    customerAtPaymentProvider: row.customer?.providerId ?? null,
    invoices: await exportInvoices(deps, row.providerId),
    usage: usage
      .filter(({ subscriptionId }) => subscriptionId === row.id)
      .map(({ start, end, calls }) => ({ start, end, calls: Number(calls) })),
  };
}

/** The rest of the export stands without them: the reason is told instead. */
async function exportInvoices(deps: Deps, providerId: string | null): Promise<unknown> {
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
