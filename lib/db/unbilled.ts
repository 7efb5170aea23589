import type { PrismaClient } from './generated/client';
import type { PeriodWithVersion } from './periods';

/** Periods of a subscription that no payment has covered yet: running, deferred, or on an invoice that is not paid. */
export async function listUnbilledPeriods(
  db: PrismaClient,
  subscriptionId: string,
): Promise<PeriodWithVersion[]> {
  const periods = await db.billingPeriod.findMany({
    where: {
      subscriptionId,
      OR: [{ state: { in: ['open', 'closing'] } }, { invoiceId: { not: null } }],
    },
    orderBy: { start: 'asc' },
    include: { planVersion: true },
  });
  const closed = periods.filter(({ state }) => state === 'closed');
  const unpaid = await db.invoiceStanding.findMany({
    where: {
      id: { in: closed.flatMap(({ invoiceId }) => (invoiceId === null ? [] : [invoiceId])) },
      state: { in: ['draft', 'open', 'uncollectible'] },
    },
    select: { id: true },
  });
  const ids = new Set(unpaid.map(({ id }) => id));
  return periods.filter((one) => one.state !== 'closed' || ids.has(one.invoiceId ?? ''));
}

/** Live subscriptions that are billed by usage and whose owners have never paid above zero, in pages by id. */
export async function listWithoutHistory(
  db: PrismaClient,
  input: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s."id" FROM "Subscription" s
    JOIN "PlanVersion" v ON v."id" = s."planVersionId" AND v."kind" = 'metered'
    WHERE s."id" > ${input.after} AND s."liveKey" IS NOT NULL AND s."providerId" IS NOT NULL
      AND s."endedAt" IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM "InvoiceStanding" i
        WHERE i."userId" = s."userId" AND i."state" = 'paid' AND i."paidMinor" > i."takenBackMinor"
      )
    ORDER BY s."id" LIMIT ${input.limit}`;
  return rows.map(({ id }) => id);
}
