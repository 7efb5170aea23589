import type { PrismaClient } from './generated/client';

/**
 * Counts an attempt and tells how many there were in the window. One statement in the database's own time: any
 * number of instances count together, and two attempts at once are two.
 */
export async function countAttempt(
  db: PrismaClient,
  input: { key: string; windowSeconds: number },
): Promise<{ attempts: number; secondsLeft: number }> {
  const rows = await db.$queryRaw<{ attempts: number; secondsLeft: number }[]>`
    INSERT INTO "Throttle" AS t ("key", "attempts", "until")
    VALUES (${input.key}, 1, now() + make_interval(secs => ${input.windowSeconds}::double precision))
    ON CONFLICT ("key") DO UPDATE SET
      "attempts" = CASE WHEN t."until" <= now() THEN 1 ELSE t."attempts" + 1 END,
      "until" = CASE WHEN t."until" <= now() THEN EXCLUDED."until" ELSE t."until" END
    RETURNING "attempts", ceil(extract(epoch FROM "until" - now()))::int AS "secondsLeft"`;
  const [row] = rows;
  if (!row) throw new Error('Counting an attempt gave no row.');
  return { attempts: Number(row.attempts), secondsLeft: Math.max(1, Number(row.secondsLeft)) };
}

export async function forgetAttempts(db: PrismaClient, keys: string[]): Promise<void> {
  await db.throttle.deleteMany({ where: { key: { in: keys } } });
}

export async function deleteOldThrottles(db: PrismaClient): Promise<void> {
  await db.$executeRaw`DELETE FROM "Throttle" WHERE "until" <= now()`;
}
