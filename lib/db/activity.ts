import { type AuditEntry, Prisma, type PrismaClient } from './generated/client';

/** An entry's position in the list: several entries may share an instant. */
export interface ActivityPlace {
  at: Date;
  id: string;
}

/**
 * By the second, and within one in the order of writing: the provider's times have no milliseconds, so an effect would
 * otherwise be listed before its cause.
 */
const SECOND = Prisma.sql`date_trunc('second', "at")`;

/** What this person did, what was done to their records, and what happened to their payments; newest first. */
export async function listActivity(
  db: PrismaClient,
  input: { userId: string; before: ActivityPlace | null; limit: number },
): Promise<AuditEntry[]> {
  const { userId, before, limit } = input;
  const isOlder = before
    ? Prisma.sql`AND (${SECOND}, "id") < (date_trunc('second', ${before.at}::timestamptz), ${before.id})`
    : Prisma.empty;
  return db.$queryRaw<AuditEntry[]>`
    SELECT * FROM "AuditEntry"
    WHERE ("actor" = ${userId}
      OR ("targetType" = 'user' AND "targetId" = ${userId})
      OR (("targetType" IN ('subscription', 'key') OR "action" IN ('period.late-usage', 'period.price-chosen'))
        AND "targetId" IN (SELECT "id" FROM "Subscription" WHERE "userId" = ${userId})))
      ${isOlder}
    ORDER BY ${SECOND} DESC, "id" DESC
    LIMIT ${limit}`;
}

/** The same for single subscriptions and what belongs to them, for the operator. */
export function listAuditOf(
  db: PrismaClient,
  input: { targetIds: string[]; take: number },
): Promise<AuditEntry[]> {
  return db.$queryRaw<AuditEntry[]>`
    SELECT * FROM "AuditEntry" WHERE "targetId" = ANY(${input.targetIds})
    ORDER BY ${SECOND} DESC, "id" DESC LIMIT ${input.take}`;
}

export function namesOfSubscriptions(
  db: PrismaClient,
  userId: string,
): Promise<{ id: string; name: string }[]> {
  return db.subscription.findMany({ where: { userId }, select: { id: true, name: true } });
}
