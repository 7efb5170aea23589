import type { StoredTerms } from '../domain/pricing/plan-terms';
import type {
  BillingPeriod,
  PlanVersion,
  Prisma,
  PrismaClient,
  Subscription,
} from './generated/client';

export type { PlanVersion } from './generated/client';

/** What names a version: the provider's prices, in one account and currency. */
export interface VersionKey {
  provider: string;
  account: string;
  currency: string;
  /** The prices, sorted. */
  priceKey: string;
}

export function findPlanVersion(db: PrismaClient, key: VersionKey): Promise<PlanVersion | null> {
  return db.planVersion.findUnique({ where: { provider_account_currency_priceKey: key } });
}

/** The one that another instance has written meanwhile is as good. */
export async function createPlanVersion(
  db: PrismaClient,
  data: VersionKey &
    Omit<Prisma.PlanVersionCreateManyInput, keyof VersionKey | 'terms'> & {
      terms: StoredTerms | null;
    },
): Promise<PlanVersion> {
  const { terms, ...row } = data;
  await db.planVersion.createMany({
    data: { ...row, ...(terms && { terms: terms as unknown as Prisma.InputJsonObject }) },
    skipDuplicates: true,
  });
  const { provider, account, currency, priceKey } = row;
  const key = { provider, account, currency, priceKey };
  return db.planVersion.findUniqueOrThrow({ where: { provider_account_currency_priceKey: key } });
}

/** Those that are billed by usage: few, however many subscriptions there are. */
export function listMeteredVersions(db: PrismaClient): Promise<PlanVersion[]> {
  return db.planVersion.findMany({ where: { kind: 'metered' } });
}

/** The terms of the contract: first sold, changed to, or accepted by an operator. */
export async function setSubscriptionVersion(
  db: PrismaClient,
  subscriptionId: string,
  planVersionId: string,
): Promise<void> {
  await db.subscription.updateMany({ where: { id: subscriptionId }, data: { planVersionId } });
}

/** A period's version is given once; false when it has one already. */
export async function resolvePeriodVersion(
  db: PrismaClient,
  period: { subscriptionId: string; start: Date },
  planVersionId: string,
): Promise<boolean> {
  const { subscriptionId, start } = period;
  const { count } = await db.billingPeriod.updateMany({
    where: { subscriptionId, start, planVersionId: null },
    data: { planVersionId },
  });
  return count > 0;
}

/** Somebody gave the subscription another price before the period was over. */
export async function markPeriodSwapped(
  db: PrismaClient,
  period: { subscriptionId: string; start: Date },
  swappedToId: string,
): Promise<void> {
  const { subscriptionId, start } = period;
  await db.billingPeriod.updateMany({ where: { subscriptionId, start }, data: { swappedToId } });
}

/** The operator's answer: at which of its two versions a swapped period's calls are billed late. */
export async function settleSwappedPeriod(
  db: PrismaClient,
  period: { subscriptionId: string; start: Date },
  planVersionId: string,
): Promise<boolean> {
  const { subscriptionId, start } = period;
  const { count } = await db.billingPeriod.updateMany({
    where: { subscriptionId, start, swappedToId: { not: null } },
    data: { planVersionId, swappedToId: null },
  });
  return count > 0;
}

export function listSwappedPeriods(db: PrismaClient, subscriptionId: string) {
  return db.billingPeriod.findMany({
    where: { subscriptionId, swappedToId: { not: null } },
    orderBy: { start: 'desc' },
    include: { planVersion: true, swappedTo: true },
  });
}

export interface UnresolvedPeriod
  extends Pick<BillingPeriod, 'subscriptionId' | 'start' | 'end' | 'productId' | 'invoiceId'> {
  providerId: string;
}

/** Running subscriptions without a version, a page by id. */
export async function listUnresolvedSubscriptions(
  db: PrismaClient,
  input: { after: string; limit: number },
): Promise<{ id: string; providerId: string }[]> {
  const rows = await db.subscription.findMany({
    where: {
      id: { gt: input.after },
      planVersionId: null,
      providerId: { not: null },
      reversedAt: null,
    },
    orderBy: { id: 'asc' },
    take: input.limit,
    select: { id: true, providerId: true },
  });
  return rows.flatMap(({ id, providerId }) => (providerId === null ? [] : [{ id, providerId }]));
}

/** Those that cost nothing: no provider is asked about them. */
export function listUnresolvedFree(
  db: PrismaClient,
  limit: number,
): Promise<
  Pick<Subscription, 'id' | 'productId' | 'periodAnchor' | 'periodStart' | 'periodEnd'>[]
> {
  return db.subscription.findMany({
    where: { planVersionId: null, status: 'free', periodEnd: { not: null } },
    take: limit,
    select: { id: true, productId: true, periodAnchor: true, periodStart: true, periodEnd: true },
  });
}

/** With all its periods: what is free has one version as long as it lasts. */
export async function setFreeVersion(
  db: PrismaClient,
  subscriptionId: string,
  planVersionId: string,
): Promise<void> {
  await db.$transaction([
    db.subscription.updateMany({ where: { id: subscriptionId }, data: { planVersionId } }),
    db.billingPeriod.updateMany({
      where: { subscriptionId, planVersionId: null },
      data: { planVersionId },
    }),
  ]);
}

/** Periods without a version that are over, or whose subscription is, those that were not tried for longest first. */
export async function listUnresolvedPeriods(
  db: PrismaClient,
  input: { now: Date; limit: number },
): Promise<UnresolvedPeriod[]> {
  const rows = await db.billingPeriod.findMany({
    where: {
      planVersionId: null,
      OR: [{ end: { lte: input.now } }, { subscription: { endedAt: { not: null } } }],
      subscription: { providerId: { not: null } },
    },
    orderBy: [{ resolveTriedAt: { sort: 'asc', nulls: 'first' } }, { end: 'desc' }],
    take: input.limit,
    include: { subscription: { select: { providerId: true } } },
  });
  return rows.flatMap(({ subscription, ...period }) =>
    subscription.providerId === null ? [] : [{ ...period, providerId: subscription.providerId }],
  );
}

export async function markResolveTried(
  db: PrismaClient,
  period: { subscriptionId: string; start: Date },
  at: Date,
): Promise<void> {
  const { subscriptionId, start } = period;
  await db.billingPeriod.updateMany({
    where: { subscriptionId, start, planVersionId: null },
    data: { resolveTriedAt: at },
  });
}

/** Running, and not read from the provider yet: what they cost is unknown. */
export const UNRESOLVED = {
  planVersionId: null,
  providerId: { not: null },
  endedAt: null,
  reversedAt: null,
} as const satisfies Prisma.SubscriptionWhereInput;

/** How much is still to be resolved: nothing of it is quoted, charged late or finalized by us. */
export async function countUnresolved(
  db: PrismaClient,
): Promise<{ subscriptions: number; periods: number }> {
  const [subscriptions, periods] = await Promise.all([
    db.subscription.count({ where: UNRESOLVED }),
    db.billingPeriod.count({
      where: { planVersionId: null, subscription: { providerId: { not: null } } },
    }),
  ]);
  return { subscriptions, periods };
}

/** Every version that somebody has, with how many do, the most first. */
export async function listLiveVersions(
  db: PrismaClient,
): Promise<(PlanVersion & { subscribers: number })[]> {
  const counts = await db.subscription.groupBy({
    by: ['planVersionId'],
    where: { planVersionId: { not: null }, liveKey: { not: null }, endedAt: null },
    _count: true,
  });
  const versions = await db.planVersion.findMany({
    where: { id: { in: counts.flatMap(({ planVersionId }) => planVersionId ?? []) } },
  });
  return versions
    .map((version) => ({
      ...version,
      subscribers: counts.find(({ planVersionId }) => planVersionId === version.id)?._count ?? 0,
    }))
    .sort((one, other) => other.subscribers - one.subscribers || (one.id < other.id ? -1 : 1));
}
