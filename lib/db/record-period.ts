import type { PrismaClient } from './generated/client';

interface NamedPeriod {
  subscriptionId: string;
  start: Date;
  end: Date;
  /** The terms that it is billed at; null: its invoice will say. A version that it has already is kept. */
  planVersionId: string | null;
  /** Its regular end, if it ended before that. */
  wholeEnd?: Date;
}

/** Records a period once; a later write for the same start may only move its end (a cancellation). */
export async function recordPeriod(db: PrismaClient, period: NamedPeriod): Promise<void> {
  await writePeriod(db, period, null);
}

/**
 * The period that lies in a pause. Where the pause cut a running period it is the rest of that period, and lasts for as
 * long as calls may have been answered.
 */
export async function recordPausedPeriod(
  db: PrismaClient,
  input: NamedPeriod & { answeredUntil: Date | null },
): Promise<void> {
  const { answeredUntil, ...period } = input;
  const { subscriptionId, start } = period;
  // One that was recorded only after the pause ends where the pause began.
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
 * The calls that the gateway answered after a subscription had ended, because it was suspended too late: the rest of
 * the last period, from the quarter of an hour after the end on. No invoice of its own will come, so it is closed with
 * nothing billed, and its calls are late usage. Repeating it may only extend it.
 */
export async function recordAnsweredAfterEnd(
  db: PrismaClient,
  input: { subscriptionId: string; from: Date; answeredUntil: Date; at: Date },
): Promise<void> {
  const { subscriptionId, from, answeredUntil, at } = input;
  if (answeredUntil <= from) return;
  await db.$executeRaw`
    INSERT INTO "BillingPeriod" AS p
      ("subscriptionId", "start", "end", "state", "closedAt", "planVersionId", "continuesFrom")
    SELECT last."subscriptionId", ${from}::timestamptz, ${answeredUntil}::timestamptz, 'closed',
      ${at}::timestamptz, last."planVersionId", coalesce(last."continuesFrom", last."start")
    FROM "BillingPeriod" last
    WHERE last."subscriptionId" = ${subscriptionId} AND last."start" < ${from}::timestamptz
    ORDER BY last."start" DESC LIMIT 1
    ON CONFLICT ("subscriptionId", "start") DO UPDATE SET
      "end" = greatest(p."end", EXCLUDED."end")`;
}

/** What is left of a paused period may have been given a later end than it has at the provider; that end stays. */
async function writePeriod(
  db: PrismaClient,
  { subscriptionId, start, end, planVersionId, wholeEnd = end }: NamedPeriod,
  continuesFrom: Date | null,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "BillingPeriod" AS p
      ("subscriptionId", "start", "end", "planVersionId", "continuesFrom")
    VALUES (${subscriptionId}, ${start}::timestamptz, ${end}::timestamptz, ${planVersionId},
      ${continuesFrom}::timestamptz)
    ON CONFLICT ("subscriptionId", "start") DO UPDATE SET
      "planVersionId" = coalesce(p."planVersionId", EXCLUDED."planVersionId"),
      "continuesFrom" = coalesce(EXCLUDED."continuesFrom", p."continuesFrom"),
      "end" = CASE WHEN p."continuesFrom" IS NOT NULL AND p."end" > ${wholeEnd}::timestamptz
        THEN p."end" ELSE EXCLUDED."end" END`;
  // A running period ends where this one begins: it was paused, or continues from another day.
  await db.billingPeriod.updateMany({
    where: runningAt(subscriptionId, start),
    data: { end: start },
  });
}

function runningAt(subscriptionId: string, at: Date) {
  return { subscriptionId, start: { lt: at }, end: { gt: at } };
}
