import type { PrismaClient } from './generated/client';

interface NamedPeriod {
  subscriptionId: string;
  start: Date;
  end: Date;
  /** Where it would have ended, when it ended before that. */
  wholeEnd?: Date;
}

/** Writes a period down once; a later write for the same start may only move its end (a cancellation). */
export async function recordPeriod(db: PrismaClient, period: NamedPeriod): Promise<void> {
  await writePeriod(db, period, null);
}

/**
 * The period that stands in a pause. Where the pause cut the one that was running it is the rest of that, and lasts
 * for as long as calls may have been answered.
 */
export async function recordPausedPeriod(
  db: PrismaClient,
  input: NamedPeriod & { answeredUntil: Date | null },
): Promise<void> {
  const { answeredUntil, ...period } = input;
  const { subscriptionId, start } = period;
  // One that was written down only after the pause ends where that began.
  const cut = await db.billingPeriod.findFirst({
    where: { ...runningAt(subscriptionId, start), end: { gte: start } },
    orderBy: { start: 'desc' },
  });
  await writePeriod(db, period, cut?.start ?? null);
  if (!answeredUntil) return;
  await db.billingPeriod.updateMany({
    where: { subscriptionId, start, continuesFrom: { not: null }, end: { lt: answeredUntil } },
    data: { end: answeredUntil },
  });
}

/**
 * What the gateway answered after a subscription had ended, because nobody told it in time: the rest of the last period,
 * from the quarter of an hour after the end on. No invoice of its own will come, so it is closed with nothing billed,
 * and what is counted in it is late usage. Said again it may only grow.
 */
export async function recordAnsweredAfterEnd(
  db: PrismaClient,
  input: { subscriptionId: string; from: Date; answeredUntil: Date; at: Date },
): Promise<void> {
  const { subscriptionId, from, answeredUntil, at } = input;
  if (answeredUntil <= from) return;
  await db.$executeRaw`
    INSERT INTO "BillingPeriod" AS p
      ("subscriptionId", "start", "end", "state", "closedAt", "continuesFrom")
    SELECT last."subscriptionId", ${from}::timestamptz, ${answeredUntil}::timestamptz, 'closed',
      ${at}::timestamptz, coalesce(last."continuesFrom", last."start")
    FROM "BillingPeriod" last
    WHERE last."subscriptionId" = ${subscriptionId} AND last."start" < ${from}::timestamptz
    ORDER BY last."start" DESC LIMIT 1
    ON CONFLICT ("subscriptionId", "start") DO UPDATE SET
      "end" = greatest(p."end", EXCLUDED."end")`;
}

/** What is left of a paused period may have been given a later end than it has at the provider: that stays. */
async function writePeriod(
  db: PrismaClient,
  { subscriptionId, start, end, wholeEnd = end }: NamedPeriod,
  continuesFrom: Date | null,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "BillingPeriod" AS p ("subscriptionId", "start", "end", "continuesFrom")
    VALUES (${subscriptionId}, ${start}::timestamptz, ${end}::timestamptz, ${continuesFrom}::timestamptz)
    ON CONFLICT ("subscriptionId", "start") DO UPDATE SET
      "continuesFrom" = coalesce(EXCLUDED."continuesFrom", p."continuesFrom"),
      "end" = CASE WHEN p."continuesFrom" IS NOT NULL AND p."end" > ${wholeEnd}::timestamptz
        THEN p."end" ELSE EXCLUDED."end" END`;
  // One that was running ends where this one begins: it was paused, or goes on from another day.
  await db.billingPeriod.updateMany({
    where: runningAt(subscriptionId, start),
    data: { end: start },
  });
}

function runningAt(subscriptionId: string, at: Date) {
  return { subscriptionId, start: { lt: at }, end: { gt: at } };
}
