import type { PrismaClient } from './generated/client';

/** What the operator's overview says of our own rows. */
export interface AttentionCounts {
  customersSince: Date | null;
  deferredCount: number;
  deferredOldestEnd: Date | null;
  deferredOverdue: number;
  leftDrafts: number;
  lostAmounts: number;
  billingRunAt: Date | null;
  problems: number;
  disputes: number;
  lostSubscriptions: number;
  blockedUsers: number;
  unbillable: number;
  paymentSignals: number;
  pastDue: number;
  suspended: number;
  interruptedSyncs: number;
  cancelling: number;
  latePlanned: number;
  eventsWaiting: number;
  eventsOldestWaitingAt: Date | null;
  eventsFailed: number;
  eventsGivenUp: number;
  /**
   * How much later than its arrival here an event was created, by the provider's clock; negative when it was earlier.
   */
  latestEventAheadSeconds: number | null;
  meterErrors: number;
  mailGivenUp: number;
  oldestMailSeconds: number | null;
  refusedLinks: number;
  unreadPrices: number;
  swappedPeriods: number;
}

const DAY_MS = 86_400_000;

/** Everything in one query, so that the numbers belong together. */
export async function countForAttention(
  db: PrismaClient,
  input: { now: Date; deferHours: number },
): Promise<AttentionCounts> {
  const { now } = input;
  const overdueBefore = new Date(now.getTime() - input.deferHours * 3_600_000);
  const dayAgo = new Date(now.getTime() - DAY_MS);
  const monthAgo = new Date(now.getTime() - 30 * DAY_MS);
  // A sync marks its row before it begins: a younger mark is a sync in progress.
  const interruptedBefore = new Date(now.getTime() - 15 * 60_000);
  const [row] = await db.$queryRaw<AttentionCounts[]>`
    SELECT
      (SELECT min("activatedAt") FROM "Subscription" WHERE "liveKey" IS NOT NULL) AS "customersSince",
      (SELECT count(*)::int FROM "BillingPeriod" WHERE "state" = 'closing') AS "deferredCount",
      (SELECT min("end") FROM "BillingPeriod" WHERE "state" = 'closing') AS "deferredOldestEnd",
      (SELECT count(*)::int FROM "BillingPeriod" WHERE "state" = 'closing' AND "end" < ${overdueBefore}) AS "deferredOverdue",
      (SELECT count(*)::int FROM "BillingPeriod" WHERE "state" = 'left-to-operator') AS "leftDrafts",
      (SELECT count(*)::int FROM "LateUsage" WHERE "state" = 'lost' AND "createdAt" >= ${monthAgo}) AS "lostAmounts",
      (SELECT max("startedAt") FROM "Run" WHERE "kind" = 'billing') AS "billingRunAt",
      (SELECT count(*)::int FROM "Subscription" WHERE "problem" IS NOT NULL AND "problem" NOT IN ('customer-deleted', 'gateway-missing')) AS "problems",
      (SELECT count(*)::int FROM "Subscription" WHERE "problem" = 'gateway-missing') AS "lostSubscriptions",
      (SELECT count(*)::int FROM "Subscription" WHERE "problem" = 'customer-deleted') AS "unbillable",
      (SELECT count(*)::int FROM "User" u WHERE u."gatewayBlocked" AND u."closingAt" IS NULL
        AND EXISTS (SELECT 1 FROM "Subscription" s WHERE s."userId" = u."id" AND s."liveKey" IS NOT NULL AND s."activatedAt" IS NOT NULL)) AS "blockedUsers",
      (SELECT count(*)::int FROM "PaymentSignal" WHERE "kind" = 'dispute' AND "isOpen"
        AND ("seenAt" IS NULL OR "state" LIKE '%needs_response')) AS "disputes",
      (SELECT count(*)::int FROM "PaymentSignal" WHERE "seenAt" IS NULL AND NOT ("kind" = 'dispute' AND "isOpen")) AS "paymentSignals",
      (SELECT count(*)::int FROM "Subscription" WHERE "liveKey" IS NOT NULL AND "status" IN ('past_due', 'unpaid', 'paused') AND "gatewayState" <> 'suspended') AS "pastDue",
      (SELECT count(*)::int FROM "Subscription" WHERE "endedAt" IS NULL AND "gatewayState" = 'suspended') AS "suspended",
      (SELECT count(*)::int FROM "Subscription" WHERE "syncDueAt" <= ${interruptedBefore}) AS "interruptedSyncs",
      (SELECT count(*)::int FROM "Subscription" WHERE "cancelRequestedAt" IS NOT NULL AND "endedAt" IS NULL) AS "cancelling",
      (SELECT count(*)::int FROM "LateUsage" WHERE "state" = 'planned') AS "latePlanned",
      (SELECT count(*)::int FROM "StripeEvent" WHERE "handledAt" IS NULL AND "givenUpAt" IS NULL) AS "eventsWaiting",
      (SELECT min("receivedAt") FROM "StripeEvent" WHERE "handledAt" IS NULL AND "givenUpAt" IS NULL) AS "eventsOldestWaitingAt",
      (SELECT count(*)::int FROM "StripeEvent" WHERE "handledAt" IS NULL AND "givenUpAt" IS NULL AND "lastError" IS NOT NULL) AS "eventsFailed",
      (SELECT count(*)::int FROM "StripeEvent" WHERE "givenUpAt" IS NOT NULL) AS "eventsGivenUp",
      (SELECT extract(epoch FROM max("createdAt" - "receivedAt"))::double precision FROM "StripeEvent" WHERE "receivedAt" >= ${dayAgo}) AS "latestEventAheadSeconds",
      (SELECT count(*)::int FROM "Run" WHERE "kind" = 'meter-errors' AND "startedAt" >= ${monthAgo}) AS "meterErrors",
      (SELECT count(*)::int FROM "MailMessage" WHERE "givenUpAt" IS NOT NULL AND "sentAt" IS NULL) AS "mailGivenUp",
      (SELECT extract(epoch FROM now() - min("createdAt"))::double precision FROM "MailMessage" WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL) AS "oldestMailSeconds",
      (SELECT coalesce(sum("count"), 0)::int FROM "RefusedLink" WHERE "lastAt" >= now() - interval '1 day') AS "refusedLinks",
      (SELECT count(*)::int FROM "Subscription" WHERE "planVersionId" IS NULL AND "providerId" IS NOT NULL AND "endedAt" IS NULL AND "undoneAt" IS NULL) AS "unreadPrices",
      (SELECT count(*)::int FROM "BillingPeriod" WHERE "swappedToId" IS NOT NULL) AS "swappedPeriods"`;
  if (!row) throw new Error('The database answered a count with no row.');
  return row;
}

/** How far the database's clock is ahead of this machine's. */
export async function readDatabaseClockDifferenceMs(db: PrismaClient): Promise<number> {
  const before = Date.now();
  const [row] = await db.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const after = Date.now();
  return row ? row.at.getTime() - (before + after) / 2 : 0;
}

/** Of these foreign subscriptions, those that an operator has closed since. */
export async function countForeignClosed(
  db: PrismaClient,
  input: { ids: readonly string[]; since: Date },
): Promise<number> {
  const closed = await db.auditEntry.findMany({
    where: {
      targetType: 'subscription',
      targetId: { in: [...input.ids] },
      action: { in: ['foreign.suspended', 'foreign.rejected'] },
      at: { gte: input.since },
    },
    distinct: ['targetId'],
    select: { targetId: true },
  });
  return closed.length;
}
