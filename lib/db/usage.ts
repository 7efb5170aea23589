import type { PrismaClient, UsageWindow } from './generated/client';

export interface WindowCount {
  subscriptionId: string;
  start: Date;
  end: Date;
  calls: number;
}

/**
 * Overwrites earlier counts: reading the same window twice corrects it and never adds to it. The rows are passed as one
 * parameter: thousands of them are built and parsed in a fraction of the time that a parameter for each field takes.
 */
export async function writeWindows(
  db: PrismaClient,
  windows: readonly WindowCount[],
  readAt: Date,
): Promise<void> {
  if (windows.length === 0) return;
  await db.$executeRaw`
    INSERT INTO "UsageWindow" ("subscriptionId", "start", "end", "calls", "readAt")
    SELECT w."subscriptionId", w."start", w."end", w."calls", ${readAt}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(windows)}::jsonb)
      AS w("subscriptionId" text, "start" timestamptz, "end" timestamptz, "calls" bigint)
    ON CONFLICT ("subscriptionId", "start") DO UPDATE
      SET "end" = EXCLUDED."end", "calls" = EXCLUDED."calls", "readAt" = EXCLUDED."readAt"`;
}

/** Windows of the day that this reading did not contain have no calls: the report leaves out rows of zero. */
export async function zeroUnreadWindows(
  db: PrismaClient,
  input: { dayStart: Date; dayEnd: Date; readAt: Date },
): Promise<number> {
  const { count } = await db.usageWindow.updateMany({
    where: { start: { gte: input.dayStart, lt: input.dayEnd }, readAt: { lt: input.readAt } },
    data: { calls: 0n, readAt: input.readAt },
  });
  return count;
}

export function listWindows(
  db: PrismaClient,
  input: { subscriptionId: string; from: Date; to: Date },
): Promise<UsageWindow[]> {
  return db.usageWindow.findMany({
    where: { subscriptionId: input.subscriptionId, start: { gte: input.from, lt: input.to } },
    orderBy: { start: 'asc' },
  });
}

export async function sumWindows(
  db: PrismaClient,
  input: { subscriptionId: string; from: Date; to: Date },
): Promise<number> {
  const sum = await db.usageWindow.aggregate({
    _sum: { calls: true },
    where: { subscriptionId: input.subscriptionId, start: { gte: input.from, lt: input.to } },
  });
  return Number(sum._sum.calls ?? 0n);
}

/** All calls of a day. */
export async function sumWindowsOfDay(
  db: PrismaClient,
  input: { from: Date; to: Date },
): Promise<number> {
  const sum = await db.usageWindow.aggregate({
    _sum: { calls: true },
    where: { start: { gte: input.from, lt: input.to } },
  });
  return Number(sum._sum.calls ?? 0n);
}

/** The billing periods of these subscriptions that begin or end between the two instants: where a day is cut. */
export async function listPeriodsCutting(
  db: PrismaClient,
  input: { subscriptionIds: readonly string[]; from: Date; to: Date },
): Promise<{ subscriptionId: string; start: Date; end: Date }[]> {
  const { from, to } = input;
  return db.$queryRaw`
    SELECT p."subscriptionId", p."start", p."end"
    FROM jsonb_array_elements_text(${JSON.stringify(input.subscriptionIds)}::jsonb) AS named(id)
    JOIN "BillingPeriod" p ON p."subscriptionId" = named.id
    WHERE (p."start" > ${from}::timestamptz AND p."start" < ${to}::timestamptz)
       OR (p."end" > ${from}::timestamptz AND p."end" < ${to}::timestamptz)
    ORDER BY p."start"`;
}

/** The previous counts of a day for these subscriptions, before it is read again. */
export function listWindowsOfDay(
  db: PrismaClient,
  input: { subscriptionIds: string[]; from: Date; to: Date },
): Promise<UsageWindow[]> {
  return db.usageWindow.findMany({
    where: {
      subscriptionId: { in: input.subscriptionIds },
      start: { gte: input.from, lt: input.to },
    },
    orderBy: { start: 'asc' },
  });
}

/** Which of these are not subscriptions of ours. */
export async function listUnknownSubscriptions(
  db: PrismaClient,
  subscriptionIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT named.id
    FROM jsonb_array_elements_text(${JSON.stringify(subscriptionIds)}::jsonb) AS named(id)
    WHERE NOT EXISTS (SELECT FROM "Subscription" s WHERE s."id" = named.id)`;
  return new Set(rows.map((row) => row.id));
}
