import { Prisma, type PrismaClient, type UsageReport } from './generated/client';

export interface PeriodToReport {
  subscriptionId: string;
  productId: string;
  customerId: string;
  start: Date;
  end: Date;
  total: number;
}

/** A period with what was last reported to the provider. */
export interface PeriodWithReport extends PeriodToReport {
  last: { identifier: string; timestamp: Date; total: number; state: string } | null;
  /** Timestamps are used once, even by reports that were rejected. */
  lastTimestamp: Date | null;
}

/**
 * Periods that are not closed and whose current total was not reported to the provider, or may not have been (a report
 * that was recorded and never confirmed). Billing boundaries fall on 15-minute buckets; the bucket in which a
 * subscription ends has no next period and belongs to the last one. For an immediate cancellation only the cancellation
 * itself reports, at its end. A period that ended with a change of plan was reported then, or is reported when its
 * renewal is closed: calls after that are late usage. A period left to the operator is reported like a running one,
 * because its draft still takes usage. One whose version is not resolved yet is reported to the meter that its
 * subscription has had reports on.
 */
export async function listPeriodsToReport(
  db: PrismaClient,
  input: {
    after: { subscriptionId: string; start: Date } | null;
    limit: number;
  },
): Promise<PeriodWithReport[]> {
  const after = input.after
    ? Prisma.sql`AND (p."subscriptionId", p."start") > (${input.after.subscriptionId}, ${input.after.start}::timestamptz)`
    : Prisma.empty;
  const rows = await db.$queryRaw<RawPeriod[]>`
    SELECT p."subscriptionId", coalesce(v."productId", p."productId", s."productId") AS "productId",
           c."providerId" AS "customerId", p."start", p."end", w.total AS "total",
           last."identifier", last."timestamp", last."total" AS "lastTotal", last."state",
           (SELECT max(r."timestamp") FROM "UsageReport" r
            WHERE r."subscriptionId" = p."subscriptionId" AND r."periodStart" = p."start") AS "lastTimestamp"
    FROM "BillingPeriod" p
    JOIN "Subscription" s ON s."id" = p."subscriptionId"
    JOIN "BillingCustomer" c ON c."id" = s."customerId"
    LEFT JOIN "PlanVersion" v ON v."id" = p."planVersionId"
    CROSS JOIN LATERAL (
      SELECT (coalesce(sum(u."calls"), 0) + coalesce(p."allowanceUsed", 0))::bigint AS total FROM "UsageWindow" u
      WHERE u."subscriptionId" = p."subscriptionId"
        AND u."start" >= date_bin('15 minutes', p."start", timestamptz '2000-01-01 00:00:00+00')
        AND u."start" < CASE WHEN s."endedAt" <= p."end" THEN p."end"
          ELSE date_bin('15 minutes', p."end", timestamptz '2000-01-01 00:00:00+00') END
    ) w
    LEFT JOIN LATERAL (
      SELECT r."identifier", r."timestamp", r."total", r."state" FROM "UsageReport" r
      WHERE r."subscriptionId" = p."subscriptionId" AND r."periodStart" = p."start"
        AND r."state" <> 'refused'
      ORDER BY r."timestamp" DESC LIMIT 1
    ) last ON true
    WHERE p."state" <> 'closed' AND s."providerId" IS NOT NULL AND c."providerId" IS NOT NULL
      AND c."deletedAt" IS NULL
      AND s."cancelSuspendedAt" IS NULL AND s."undoneAt" IS NULL
      AND (p."productId" IS NULL OR p."state" = 'left-to-operator')
      AND (v."kind" = 'metered' OR (p."planVersionId" IS NULL AND EXISTS (
        SELECT 1 FROM "UsageReport" r WHERE r."subscriptionId" = p."subscriptionId")))
      AND (last."state" IS NULL OR last."state" = 'planned' OR last."total" <> w.total)
      ${after}
    ORDER BY p."subscriptionId", p."start" LIMIT ${input.limit}`;
  return rows.map(toPeriod);
}

interface RawPeriod {
  subscriptionId: string;
  productId: string;
  customerId: string;
  start: Date;
  end: Date;
  total: bigint;
  identifier: string | null;
  timestamp: Date | null;
  lastTotal: bigint | null;
  state: string | null;
  lastTimestamp: Date | null;
}

function toPeriod(row: RawPeriod): PeriodWithReport {
  const { subscriptionId, productId, customerId, start, end, lastTimestamp } = row;
  const { identifier, timestamp, state } = row;
  const last =
    identifier && timestamp && state
      ? { identifier, timestamp, state, total: Number(row.lastTotal ?? 0n) }
      : null;
  const total = Number(row.total);
  return { subscriptionId, productId, customerId, start, end, total, last, lastTimestamp };
}

export function lastReport(
  db: PrismaClient,
  input: { subscriptionId: string; periodStart: Date },
): Promise<UsageReport | null> {
  return db.usageReport.findFirst({
    where: { ...input, state: { not: 'refused' } },
    orderBy: { timestamp: 'desc' },
  });
}

/** The totals that the provider accepted for a period, the latest first. */
export async function listReportedTotals(
  db: PrismaClient,
  input: { subscriptionId: string; periodStart: Date },
): Promise<number[]> {
  const reports = await db.usageReport.findMany({
    where: { ...input, state: 'delivered' },
    orderBy: { timestamp: 'desc' },
    select: { total: true },
  });
  return reports.map((report) => Number(report.total));
}

/** The latest second that was used for the period, whatever became of that report. */
export async function lastReportTime(
  db: PrismaClient,
  input: { subscriptionId: string; periodStart: Date },
): Promise<Date | null> {
  const { _max } = await db.usageReport.aggregate({ _max: { timestamp: true }, where: input });
  return _max.timestamp;
}

export interface NewReport {
  identifier: string;
  subscriptionId: string;
  periodStart: Date;
  timestamp: Date;
  total: number;
}

/**
 * Records reports before they are sent. Returns the identifiers that were written: a second of a subscription that
 * another writer (a close, a change of plan) has taken stays theirs.
 */
export async function planReports(
  db: PrismaClient,
  reports: readonly NewReport[],
): Promise<Set<string>> {
  if (reports.length === 0) return new Set();
  const written = await db.$queryRaw<{ identifier: string }[]>`
    INSERT INTO "UsageReport" ("identifier", "subscriptionId", "periodStart", "timestamp", "total")
    SELECT r."identifier", r."subscriptionId", r."periodStart", r."timestamp", r."total"
    FROM jsonb_to_recordset(${JSON.stringify(reports)}::jsonb)
      AS r("identifier" text, "subscriptionId" text, "periodStart" timestamptz, "timestamp" timestamptz,
        "total" bigint)
    ON CONFLICT DO NOTHING RETURNING "identifier"`;
  return new Set(written.map((report) => report.identifier));
}

export async function settleReports(
  db: PrismaClient,
  input: {
    identifiers: readonly string[];
    state: 'delivered' | 'refused';
    error: string | null;
    at: Date;
  },
): Promise<void> {
  if (input.identifiers.length === 0) return;
  await db.$executeRaw`
    UPDATE "UsageReport" SET "state" = ${input.state}, "error" = ${input.error},
      "deliveredAt" = ${input.at}::timestamptz
    WHERE "identifier" IN
      (SELECT jsonb_array_elements_text(${JSON.stringify(input.identifiers)}::jsonb))`;
}
