import { readTerms } from '../domain/pricing/plan-terms';
import type { PricePlan } from '../domain/pricing/price-plan';
import { Prisma, type PrismaClient } from './generated/client';

export interface ComparedRow {
  id: string;
  providerId: string | null;
  productId: string;
  status: string;
  gatewayState: string;
  problem: string | null;
  periodStart: Date | null;
  periodEnd: Date | null;
}

const compared = {
  id: true,
  providerId: true,
  productId: true,
  status: true,
  gatewayState: true,
  problem: true,
  periodStart: true,
  periodEnd: true,
} as const;

export function findRowsByIds(db: PrismaClient, ids: string[]): Promise<ComparedRow[]> {
  return db.subscription.findMany({ where: { id: { in: ids } }, select: compared });
}

/** Rows that count as live, a page at a time. */
export function listLiveRows(
  db: PrismaClient,
  input: { after: string | null; limit: number },
): Promise<ComparedRow[]> {
  return db.subscription.findMany({
    where: {
      liveKey: { not: null },
      status: { not: 'checkout' },
      ...(input.after === null ? {} : { id: { gt: input.after } }),
    },
    orderBy: { id: 'asc' },
    take: input.limit,
    select: compared,
  });
}

export interface PeriodTotal {
  subscriptionId: string;
  productId: string;
  /** What it is billed at. */
  plan: PricePlan;
  customerId: string;
  start: Date;
  end: Date;
  state: string;
  invoiceId: string | null;
  callsBilled: number | null;
  /** What the invoice itself billed, without late usage that was billed elsewhere. */
  callsOnInvoice: number | null;
  total: number;
}

/** Periods of metered products that were still running after an instant, with their counts, a page at a time. */
export async function listPeriodTotals(
  db: PrismaClient,
  input: {
    endedAfter: Date;
    after: { subscriptionId: string; start: Date } | null;
    limit: number;
  },
): Promise<PeriodTotal[]> {
  const after = input.after
    ? Prisma.sql`AND (p."subscriptionId", p."start") > (${input.after.subscriptionId}, ${input.after.start}::timestamptz)`
    : Prisma.empty;
  return readPeriodTotals(db, {
    which: Prisma.sql`p."end" > ${input.endedAfter} ${after}`,
    limit: input.limit,
  });
}

/** The periods of some subscriptions that overlap a range, the earlier first. */
export async function listPeriodTotalsOf(
  db: PrismaClient,
  input: {
    subscriptionIds: string[];
    touching: { from: Date; to: Date };
  },
): Promise<PeriodTotal[]> {
  if (input.subscriptionIds.length === 0) return [];
  const { from, to } = input.touching;
  return readPeriodTotals(db, {
    which: Prisma.sql`p."subscriptionId" = ANY(${input.subscriptionIds})
      AND p."start" < ${to} AND p."end" > ${from}`,
    limit: input.subscriptionIds.length * 2,
  });
}

/** The calls that were counted in a range, by subscription. */
export async function sumWindowsBySubscription(
  db: PrismaClient,
  range: { from: Date; to: Date },
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ subscriptionId: string; calls: bigint }[]>`
    SELECT "subscriptionId", sum("calls")::bigint AS "calls" FROM "UsageWindow"
    WHERE "start" >= ${range.from} AND "start" < ${range.to} GROUP BY "subscriptionId"`;
  return new Map(rows.map((row) => [row.subscriptionId, Number(row.calls)]));
}

async function readPeriodTotals(
  db: PrismaClient,
  input: { which: Prisma.Sql; limit: number },
): Promise<PeriodTotal[]> {
  type Row = Omit<PeriodTotal, 'callsBilled' | 'callsOnInvoice' | 'plan' | 'total'> & {
    terms: unknown;
    callsBilled: bigint | null;
    firstBilled: bigint | null;
    total: bigint;
  };
  const rows = await db.$queryRaw<Row[]>`
    SELECT p."subscriptionId", v."productId", v."terms",
           c."providerId" AS "customerId", p."start", p."end", p."state", p."invoiceId",
           p."callsBilled", w.total,
           (SELECT l."callsBilled" FROM "LateUsage" l
            WHERE l."subscriptionId" = p."subscriptionId" AND l."periodStart" = p."start"
            ORDER BY l."createdAt", l."id" LIMIT 1) AS "firstBilled"
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
    WHERE ${input.which} AND s."providerId" IS NOT NULL
      AND c."providerId" IS NOT NULL AND c."deletedAt" IS NULL
    ORDER BY p."subscriptionId", p."start" LIMIT ${input.limit}`;
  return rows.flatMap(({ firstBilled, terms, ...row }) => {
    const plan = readTerms(terms);
    if (!plan) return [];
    const callsBilled = row.callsBilled === null ? null : Number(row.callsBilled);
    const callsOnInvoice = firstBilled === null ? callsBilled : Number(firstBilled);
    return [{ ...row, plan, callsBilled, callsOnInvoice, total: Number(row.total) }];
  });
}
