import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
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
  try {
    await limiter(db, limit).consume(limit.key);
    return 0;
  } catch (refusal) {
    // Anything else is a failure of the database, and must not allow the attempt.
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
