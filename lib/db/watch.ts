import type { PrismaClient } from './generated/client';

export interface WatchedState {
  eventsPending: number;
  oldestEventAt: Date | null;
  eventsGivenUp: number;
  deferredOpen: number;
  oldestDeferredEnd: Date | null;
  usageReadThrough: Date | null;
  lateUsageCalls: number;
  /** Subscriptions by the kind of their problem. */
  problems: { problem: string; subscriptions: number }[];
  mailPending: number;
  /** In seconds, by the database's own clock: simulated time does not apply to mail. */
  oldestMailSeconds: number | null;
  mailGivenUp: number;
}

/** What an operator's graphs show of the database, in one query. */
export async function readWatchedState(db: PrismaClient): Promise<WatchedState> {
  const [[row], problems] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT
        (SELECT count(*) FROM "StripeEvent" WHERE "handledAt" IS NULL AND "nextAttemptAt" IS NOT NULL) AS "eventsPending",
        (SELECT min("receivedAt") FROM "StripeEvent" WHERE "handledAt" IS NULL AND "nextAttemptAt" IS NOT NULL) AS "oldestEventAt",
        (SELECT count(*) FROM "StripeEvent" WHERE "handledAt" IS NULL AND "givenUpAt" IS NOT NULL) AS "eventsGivenUp",
        (SELECT count(*) FROM "BillingPeriod" WHERE "state" = 'closing') AS "deferredOpen",
        (SELECT min("end") FROM "BillingPeriod" WHERE "state" = 'closing') AS "oldestDeferredEnd",
        (SELECT max("readThrough") FROM "Run" WHERE "kind" = 'usage') AS "usageReadThrough",
        (SELECT coalesce(sum("callsCounted" - "callsBilled"), 0) FROM "LateUsage" WHERE "state" = 'billed') AS "lateUsageCalls",
        (SELECT count(*) FROM "MailMessage" WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL) AS "mailPending",
        (SELECT extract(epoch FROM now() - min("createdAt"))::double precision FROM "MailMessage" WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL) AS "oldestMailSeconds",
        (SELECT count(*) FROM "MailMessage" WHERE "sentAt" IS NULL AND "givenUpAt" IS NOT NULL) AS "mailGivenUp"`,
    db.subscription.groupBy({
      by: ['problem'],
      where: { problem: { not: null } },
      _count: { _all: true },
    }),
  ]);
  if (!row) throw new Error('The database answered a count with no row.');
  return {
    ...row,
    eventsPending: Number(row.eventsPending),
    eventsGivenUp: Number(row.eventsGivenUp),
    deferredOpen: Number(row.deferredOpen),
    lateUsageCalls: Number(row.lateUsageCalls),
    mailPending: Number(row.mailPending),
    mailGivenUp: Number(row.mailGivenUp),
    problems: problems.flatMap(({ problem, _count }) =>
      problem === null ? [] : [{ problem, subscriptions: _count._all }],
    ),
  };
}

/** PostgreSQL returns counts as bigint. */
interface Row {
  eventsPending: bigint;
  oldestEventAt: Date | null;
  eventsGivenUp: bigint;
  deferredOpen: bigint;
  oldestDeferredEnd: Date | null;
  usageReadThrough: Date | null;
  lateUsageCalls: bigint | string | number;
  mailPending: bigint;
  oldestMailSeconds: number | null;
  mailGivenUp: bigint;
}
