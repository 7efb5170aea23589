import type { AuditEntry, Prisma, PrismaClient } from './generated/client';

/** An entry's place in the list: several may share a moment. */
export interface ActivityPlace {
  at: Date;
  id: string;
}

/** What this person did, and what was done to what is theirs; newest first. */
export async function listActivity(
  db: PrismaClient,
  input: { userId: string; before: ActivityPlace | null; limit: number },
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
      ...(input.before ? { AND: isBefore(input.before) } : {}),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: input.limit,
  });
}

function isBefore({ at, id }: ActivityPlace): Prisma.AuditEntryWhereInput {
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] };
}

export function namesOfSubscriptions(
  db: PrismaClient,
  userId: string,
): Promise<{ id: string; name: string }[]> {
  return db.subscription.findMany({ where: { userId }, select: { id: true, name: true } });
}
