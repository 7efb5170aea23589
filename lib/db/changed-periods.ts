import { readTerms } from '../domain/pricing/plan-terms';
import type { PricePlan } from '../domain/pricing/price-plan';
import { Prisma, type PrismaClient } from './generated/client';

export interface ChangedPeriod {
  subscriptionId: string;
  /** What it is billed at. */
  plan: PricePlan;
  customerId: string;
  /** Null when the subscription has ended: it gets no further invoice. */
  providerId: string | null;
  /** It can't be charged or credited any more. */
  isCustomerDeleted: boolean;
  /**
   * Calls of the free allowance that were used before this period's own calls; included in `callsBilled` and
   * `callsCounted`.
   */
  allowanceUsed: number;
  start: Date;
  end: Date;
  callsBilled: number | null;
  callsCounted: number;
  /** Billed for the other parts of a period that was cut, by a pause or its end; null when there are none. */
  siblingCalls: number | null;
}

/**
 * Closed periods whose counted calls differ from the billed ones, and those with an unfinished late charge. The
 * continuation of a paused period waits until it is known what was billed for that period. A last period without an
 * invoice costs its fixed fee, as every other, whether or not a call was made in it. The quarter of an hour in which a
 * subscription ends belongs to its last period, except for a period with a product of its own (which a change of plan
 * ended). A period whose version is not known, or whose price was swapped, waits.
 */
export async function listChangedPeriods(
  db: PrismaClient,
  input: {
    endedAfter: Date;
    endedBefore: Date;
    limit: number;
    /** Only this one. */
    only?: { subscriptionId: string; start: Date };
  },
): Promise<ChangedPeriod[]> {
  const { only } = input;
  const which = only
    ? Prisma.sql`AND p."subscriptionId" = ${only.subscriptionId} AND p."start" = ${only.start}`
    : Prisma.empty;
  type Row = Omit<ChangedPeriod, 'callsBilled' | 'callsCounted' | 'plan' | 'siblingCalls'> & {
    terms: unknown;
    callsBilled: bigint | null;
    callsCounted: bigint;
    siblingCalls: bigint | null;
  };
  const rows = await db.$queryRaw<Row[]>`
    SELECT p."subscriptionId", v."terms",
           c."providerId" AS "customerId", p."start", p."end", p."callsBilled",
           CASE WHEN s."endedAt" IS NULL THEN s."providerId" END AS "providerId",
           c."deletedAt" IS NOT NULL AS "isCustomerDeleted",
           coalesce(p."allowanceUsed", 0) AS "allowanceUsed",
           w.total AS "callsCounted", sibling."calls" AS "siblingCalls"
    FROM "BillingPeriod" p
    JOIN "Subscription" s ON s."id" = p."subscriptionId"
    JOIN "BillingCustomer" c ON c."id" = s."customerId"
    JOIN "PlanVersion" v ON v."id" = p."planVersionId" AND v."kind" = 'metered'
    CROSS JOIN LATERAL (
      SELECT (coalesce(sum(u."calls"), 0) + coalesce(p."allowanceUsed", 0))::bigint AS total FROM "UsageWindow" u
      WHERE u."subscriptionId" = p."subscriptionId"
        AND u."start" >= date_bin('15 minutes', p."start", timestamptz '2000-01-01 00:00:00+00')
        AND u."start" < CASE WHEN s."endedAt" <= p."end" AND p."productId" IS NULL THEN p."end"
          ELSE date_bin('15 minutes', p."end", timestamptz '2000-01-01 00:00:00+00') END
    ) w
    CROSS JOIN LATERAL (
      -- A recorded charge counts as billed: it is finished with its recorded numbers.
      SELECT sum(coalesce(
          (SELECT l."callsCounted" FROM "LateUsage" l WHERE l."subscriptionId" = o."subscriptionId"
            AND l."periodStart" = o."start" AND l."state" = 'planned' LIMIT 1),
          o."callsBilled"))::bigint AS "calls",
        coalesce(bool_and(o."state" = 'closed' OR o."start" > p."start"), true) AS "isKnown"
      FROM "BillingPeriod" o
      WHERE o."subscriptionId" = p."subscriptionId"
        AND (o."start" = p."continuesFrom" OR o."continuesFrom" = p."start"
          OR (o."continuesFrom" = p."continuesFrom" AND o."start" <> p."start"))
    ) sibling
    WHERE p."state" = 'closed' AND sibling."isKnown"
      AND (p."end" > ${input.endedAfter}
        OR (p."continuesFrom" IS NOT NULL AND p."callsBilled" IS NULL))
      AND p."end" <= ${input.endedBefore} AND c."providerId" IS NOT NULL
      AND s."undoneAt" IS NULL ${which}
      AND p."swappedToId" IS NULL
      AND (coalesce(p."callsBilled", p."allowanceUsed", 0) <> w.total
        OR (p."callsBilled" IS NULL AND p."allowanceUsed" IS NOT NULL AND p."productId" IS NULL
          AND p."continuesFrom" IS NULL AND s."endedAt" <= p."end"
          AND s."status" = 'canceled' AND s."activatedAt" IS NOT NULL
          -- A period that began when its keys were refused already asks for nothing.
          AND (s."cancelSuspendedAt" IS NULL OR s."cancelSuspendedAt" > p."start")
          AND v."minimumMinor" > 0)
        OR EXISTS (SELECT 1 FROM "LateUsage" l WHERE l."subscriptionId" = p."subscriptionId"
          AND l."periodStart" = p."start" AND l."state" = 'planned'))
    ORDER BY p."end" LIMIT ${input.limit}`;
  return rows.flatMap(({ terms, ...row }) => {
    const plan = readTerms(terms);
    if (!plan) return [];
    return [
      {
        plan,
        ...row,
        callsBilled: row.callsBilled === null ? null : Number(row.callsBilled),
        callsCounted: Number(row.callsCounted),
        siblingCalls: row.siblingCalls === null ? null : Number(row.siblingCalls),
      },
    ];
  });
}
