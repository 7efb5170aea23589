import type { PrismaClient } from './generated/client';

/** Counts a rejected link by day and reason; the operator sees a wrong key here before anybody complains. */
export async function countRefusedLink(db: PrismaClient, reason: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "RefusedLink" AS r ("day", "reason", "count", "lastAt")
    VALUES ((now() AT TIME ZONE 'UTC')::date, ${reason}, 1, now())
    ON CONFLICT ("day", "reason") DO UPDATE SET "count" = r."count" + 1, "lastAt" = now()`;
}

export function listRefusedLinks(
  db: PrismaClient,
  limit: number,
): Promise<{ day: Date; reason: string; count: number; lastAt: Date }[]> {
  return db.refusedLink.findMany({ orderBy: [{ day: 'desc' }, { reason: 'asc' }], take: limit });
}
