import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import type { PrismaClient } from './generated/client';

export interface Attempts {
  /** What is limited; counters of different names share nothing. */
  name: string;
  /** Whose attempts. */
  key: string;
  attempts: number;
  windowSeconds: number;
}

/**
 * Counts an attempt; answers how many seconds to wait, 0 when it may go on. The count stands in the database, so any
 * number of instances count together, and two attempts at once are two.
 */
export async function countAttempt(db: PrismaClient, limit: Attempts): Promise<number> {
  try {
    await limiter(db, limit).consume(limit.key);
    return 0;
  } catch (refusal) {
    // Anything else is a failure of the database, and must not let anybody through.
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  }
}

export async function forgetAttempts(db: PrismaClient, limit: Attempts): Promise<void> {
  await limiter(db, limit).delete(limit.key);
}

/** The library's own clean-up is a timer in each process; ours runs with the scheduled work. */
export async function deleteOldThrottles(db: PrismaClient): Promise<void> {
  await db.throttle.deleteMany({ where: { expire: { lte: new Date() } } });
}

function limiter(db: PrismaClient, limit: Attempts): RateLimiterPrisma {
  return new RateLimiterPrisma({
    storeClient: db,
    tableName: 'throttle',
    keyPrefix: limit.name,
    points: limit.attempts,
    duration: limit.windowSeconds,
    clearExpiredByTimeout: false,
  });
}
