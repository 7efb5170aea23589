import type { PrismaClient } from './generated/client';

export interface ForgivablePeriod {
  subscriptionId: string;
  start: Date;
  /** Null: it is paid in advance, and its invoice has to be found. */
  invoiceId: string | null;
  providerId: string;
  customerId: string;
}

/** What was taken off; 0: it was checked, and there was nothing to take off. */
export async function markPeriodForgiven(
  db: PrismaClient,
  input: { subscriptionId: string; start: Date; amountMinor: number },
): Promise<void> {
  const { subscriptionId, start, amountMinor } = input;
  await db.billingPeriod.updateMany({
    where: { subscriptionId, start },
    data: { forgivenMinor: amountMinor },
  });
}

/**
 * Periods that have ended and lie in one suspension as a whole, with an invoice and without a call, for which nothing
 * was taken off yet. A period whose invoice is still deferred is excluded: it is handled when it is closed.
 */
export function listForgivable(
  db: PrismaClient,
  input: {
    endedAfter: Date;
    now: Date;
    limit: number;
  },
): Promise<ForgivablePeriod[]> {
  return db.$queryRaw<ForgivablePeriod[]>`
    SELECT p."subscriptionId", p."start", p."invoiceId", s."providerId",
      c."providerId" AS "customerId"
    FROM "BillingPeriod" p
    JOIN "Subscription" s ON s."id" = p."subscriptionId"
    JOIN "BillingCustomer" c ON c."id" = s."customerId"
    JOIN "PlanVersion" v ON v."id" = p."planVersionId"
    JOIN "Suspension" x ON x."subscriptionId" = p."subscriptionId"
      AND x."start" <= date_bin('15 minutes', p."start", timestamptz '2000-01-01 00:00:00+00')
      AND (x."end" IS NULL OR x."end" >= p."end")
    WHERE p."forgivenMinor" IS NULL AND p."end" <= ${input.now} AND p."end" > ${input.endedAfter}
      AND p."start" < p."end" AND s."providerId" IS NOT NULL AND s."undoneAt" IS NULL
      AND c."providerId" IS NOT NULL AND c."deletedAt" IS NULL
      AND ((p."state" IN ('closed', 'left-to-operator') AND p."invoiceId" IS NOT NULL
          AND v."kind" = 'metered' AND v."minimumMinor" > 0
          AND NOT EXISTS (
            SELECT 1 FROM "UsageWindow" u
            WHERE u."subscriptionId" = p."subscriptionId" AND u."calls" > 0
              AND u."start" >= date_bin('15 minutes', p."start", timestamptz '2000-01-01 00:00:00+00')
              AND u."start" < date_bin('15 minutes', p."end", timestamptz '2000-01-01 00:00:00+00')))
        OR (p."state" IN ('open', 'closed') AND v."kind" = 'licensed'))
    ORDER BY p."end", p."subscriptionId" LIMIT ${input.limit}`;
}

/** The period whose invoice is deferred, because it is paid in advance and the keys don't work. */
export async function markPeriodDeferred(
  db: PrismaClient,
  input: { subscriptionId: string; start: Date; end: Date; invoiceId: string },
): Promise<void> {
  const { subscriptionId, start, end, invoiceId } = input;
  await db.billingPeriod.upsert({
    where: { subscriptionId_start: { subscriptionId, start } },
    create: { subscriptionId, start, end, invoiceId, state: 'deferred' },
    update: { invoiceId, state: 'deferred' },
  });
}

/**
 * Those that are due now: the period or its subscription has ended, or the keys work again. In the same cases, a draft
 * that is left to the operator counts too. The least recently checked comes first, so that neither periods that stay
 * due for months nor those that are not due yet block others.
 */
export function listDueDeferred(
  db: PrismaClient,
  input: { now: Date; limit: number },
): Promise<{ subscriptionId: string; start: Date }[]> {
  const { now, limit } = input;
  return db.$queryRaw`
    SELECT p."subscriptionId", p."start"
    FROM "BillingPeriod" p
    JOIN "Subscription" s ON s."id" = p."subscriptionId"
    LEFT JOIN "PlanVersion" v ON v."id" = p."planVersionId"
    WHERE (p."state" = 'deferred' OR (p."state" = 'left-to-operator' AND v."kind" = 'licensed'))
      AND (p."end" <= ${now} OR s."endedAt" IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM "Suspension" x
        WHERE x."subscriptionId" = p."subscriptionId" AND x."end" IS NULL
          AND x."start" <= date_bin('15 minutes', p."start", timestamptz '2000-01-01 00:00:00+00')))
    ORDER BY p."lookedAt" NULLS FIRST, p."end", p."subscriptionId" LIMIT ${limit}`;
}
