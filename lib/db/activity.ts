import type { AuditEntry, Prisma, PrismaClient } from './generated/client';

/** What this person did, and what was done to what is theirs; newest first. */
export async function listActivity(
  db: PrismaClient,
  input: { userId: string; before: Date | null; limit: number },
): Promise<AuditEntry[]> {
  const own = await db.subscription.findMany({
    where: { userId: input.userId },
    select: { id: true },
  });
  const targets: Prisma.AuditEntryWhereInput = {
    targetType: { in: ['subscription', 'key'] },
    targetId: { in: own.map((row) => row.id) },
  };
  return db.auditEntry.findMany({
    where: {
      OR: [{ actor: input.userId }, { targetType: 'user', targetId: input.userId }, targets],
      ...(input.before ? { at: { lt: input.before } } : {}),
    },
    orderBy: { at: 'desc' },
    take: input.limit,
  });
}

export function namesOfSubscriptions(
  db: PrismaClient,
  userId: string,
): Promise<{ id: string; name: string }[]> {
  return db.subscription.findMany({ where: { userId }, select: { id: true, name: true } });
}
