import { Prisma, type PrismaClient } from './generated/client';

export interface OwnedPeriod {
  ownerId: string;
  productId: string;
  planVersionId: string;
  subscriptionId: string;
  start: Date;
  end: Date;
  calls: number;
  closedAt: Date | null;
  partOf: Date | null;
  allowanceUsed: number | null;
}

/**
 * The periods of owners who had a product with an allowance more than once (another subscription, or a change of plan
 * away and back) and who still have something to be billed: no other owner's allowance can be shared.
 */
export async function listSharedAllowances(
  db: PrismaClient,
  input: {
    /** Versions whose first calls cost nothing. */
    planVersionIds: string[];
    /** Owners without a period that ended after this have nothing left to bill. */
    endedAfter: Date;
    /** Only the owner of this one. */
    subscriptionId?: string;
  },
): Promise<OwnedPeriod[]> {
  if (input.planVersionIds.length === 0) return [];
  const only =
    input.subscriptionId === undefined
      ? Prisma.empty
      : Prisma.sql`AND s."userId" = (SELECT "userId" FROM "Subscription" WHERE "id" = ${input.subscriptionId})`;
  const rows = await db.$queryRaw<(Omit<OwnedPeriod, 'calls'> & { calls: bigint })[]>`
    WITH owned AS (
      SELECT s."userId" AS "ownerId", v."productId", v."id" AS "planVersionId",
        p."subscriptionId", p."start", p."end", s."cancelSuspendedAt" AS "closedAt", s."endedAt",
        p."allowanceUsed", p."productId" AS "endedBy", p."continuesFrom" AS "partOf"
      FROM "BillingPeriod" p JOIN "Subscription" s ON s."id" = p."subscriptionId"
        JOIN "PlanVersion" v ON v."id" = p."planVersionId"
      WHERE v."id" IN (${Prisma.join(input.planVersionIds)})
        AND s."undoneAt" IS NULL ${only}
    ), shared AS (
      SELECT "ownerId", "productId" FROM owned GROUP BY 1, 2
      HAVING (count(DISTINCT "subscriptionId") > 1 OR bool_or("endedBy" IS NOT NULL))
        AND max("end") > ${input.endedAfter}
    )
    SELECT o."ownerId", o."productId", o."planVersionId", o."subscriptionId", o."start", o."end", o."closedAt",
      o."partOf", o."allowanceUsed", w.calls
    FROM owned o JOIN shared USING ("ownerId", "productId")
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(u."calls"), 0)::bigint AS calls FROM "UsageWindow" u
      WHERE u."subscriptionId" = o."subscriptionId"
        AND u."start" >= date_bin('15 minutes', o."start", timestamptz '2000-01-01 00:00:00+00')
        AND u."start" < CASE WHEN o."endedAt" <= o."end" AND o."endedBy" IS NULL THEN o."end"
          ELSE date_bin('15 minutes', o."end", timestamptz '2000-01-01 00:00:00+00') END
    ) w
    ORDER BY o."ownerId", o."productId", o."start", o."subscriptionId"`;
  return rows.map((row) => ({ ...row, calls: Number(row.calls) }));
}

export async function setAllowanceUsed(
  db: PrismaClient,
  period: { subscriptionId: string; start: Date },
  allowanceUsed: number,
): Promise<void> {
  const { subscriptionId, start } = period;
  await db.billingPeriod.updateMany({ where: { subscriptionId, start }, data: { allowanceUsed } });
}
