import { Prisma, type PrismaClient, type UsageWindow } from './generated/client';

export interface WindowCount {
  subscriptionId: string;
  start: Date;
  end: Date;
  calls: number;
}

/** Writes counts over what stood there: the same window read twice is corrected, never added. */
export async function writeWindows(
  db: PrismaClient,
  windows: readonly WindowCount[],
  readAt: Date,
): Promise<void> {
  if (windows.length === 0) return;
  const rows = windows.map(
    (w) =>
      Prisma.sql`(${w.subscriptionId}, ${w.start}::timestamptz, ${w.end}::timestamptz, ${BigInt(w.calls)}::bigint, ${readAt}::timestamptz)`,
  );
  await db.$executeRaw`
    INSERT INTO "UsageWindow" ("subscriptionId", "start", "end", "calls", "readAt")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("subscriptionId", "start") DO UPDATE
      SET "end" = EXCLUDED."end", "calls" = EXCLUDED."calls", "readAt" = EXCLUDED."readAt"`;
}

/** Windows of the day that this reading did not mention have no calls: the report leaves out rows of zero. */
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

/** Calls of everybody in a day. */
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

/** What is to be cut for these subscriptions: every boundary of a billing period between the two instants. */
export function listPeriodsTouching(
  db: PrismaClient,
  input: { subscriptionIds: string[]; from: Date; to: Date },
): Promise<{ subscriptionId: string; start: Date; end: Date }[]> {
  return db.billingPeriod.findMany({
    where: {
      subscriptionId: { in: input.subscriptionIds },
      start: { lt: input.to },
      end: { gt: input.from },
    },
    select: { subscriptionId: true, start: true, end: true },
    orderBy: { start: 'asc' },
  });
}

/** What stood in a day for these subscriptions before it is read again. */
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

export async function listKnownSubscriptions(
  db: PrismaClient,
  subscriptionIds: string[],
): Promise<Set<string>> {
  const rows = await db.subscription.findMany({
    where: { id: { in: subscriptionIds } },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}
