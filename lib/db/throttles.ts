import type { PrismaClient } from './generated/client';

export interface Attempts {
  /** What is limited; counters of different names share nothing. */
  name: string;
  /** Whose attempts are counted. */
  key: string;
  attempts: number;
  windowSeconds: number;
}

/**
 * Counts an attempt; returns how many seconds to wait, 0 when it is allowed. The count is in the database, so any
 * number of instances count together, and two concurrent attempts count as two.
 */
export async function countAttempt(db: PrismaClient, limit: Attempts): Promise<number> {
  const now = new Date();
  const expire = new Date(now.getTime() + limit.windowSeconds * 1000);
  // One statement, which every guarded request waits for: a row whose window has ended starts over.
  const [counted] = await db.$queryRaw<{ points: number; expire: Date }[]>`
    INSERT INTO "Throttle" ("key", "points", "expire") VALUES (${keyOf(limit)}, 1, ${expire})
    ON CONFLICT ("key") DO UPDATE SET
      "points" = CASE WHEN "Throttle"."expire" > ${now} THEN "Throttle"."points" + 1 ELSE 1 END,
      "expire" = CASE WHEN "Throttle"."expire" > ${now} THEN "Throttle"."expire" ELSE EXCLUDED."expire" END
    RETURNING "points", "expire"`;
  // A failure of the database must not let anybody through.
  if (!counted) throw new Error('An attempt was not counted.');
  if (counted.points <= limit.attempts) return 0;
  return Math.max(1, Math.ceil((counted.expire.getTime() - now.getTime()) / 1000));
}

export async function forgetAttempts(db: PrismaClient, limit: Attempts): Promise<void> {
  await db.throttle.deleteMany({ where: { key: keyOf(limit) } });
}

/** Runs with the scheduled work. */
export async function deleteOldThrottles(db: PrismaClient): Promise<void> {
  await db.throttle.deleteMany({ where: { expire: { lte: new Date() } } });
}

const keyOf = ({ name, key }: Attempts): string => `${name}:${key}`;
