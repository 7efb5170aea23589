import { randomUUID } from 'node:crypto';
import { AppError } from '../kit/app-error';
import type { PrismaClient } from './generated/client';

export interface ActiveLease {
  /**
   * Throws when another holder may have taken it. Called before writing something that was decided by an older reading:
   * a process that a platform froze in between, or that lost its connection to the database, resumes too late.
   */
  confirm(): Promise<void>;
}

/**
 * Runs `work` while no other holder, on any instance, runs work under the same name. The lease is a row with an end in
 * the database's own time, renewed while the work runs. It also excludes two tasks of one process (which an advisory
 * lock of the embedded database's single connection would not), and it expires when a process is killed.
 */
export async function withLease<T>(
  db: PrismaClient,
  name: string,
  options: { waitMs: number },
  work: (lease: ActiveLease) => Promise<T>,
): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }> {
  const holder = randomUUID();
  const giveUpAt = performance.now() + options.waitMs;
  while (!(await take(db, name, holder))) {
    if (performance.now() >= giveUpAt) return { kind: 'busy' };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  let takenAt = performance.now();
  const renew = async () => {
    const askedAt = performance.now();
    const isOurs = await take(db, name, holder);
    takenAt = isOurs ? askedAt : Number.NEGATIVE_INFINITY;
    return isOurs;
  };
  const renewal = setInterval(() => {
    renew().catch(() => undefined);
  }, TTL_SECONDS * 400);
  const confirm = async () => {
    // Part of its duration is reserved for the writes that follow.
    if (performance.now() - takenAt < TTL_SECONDS * 500 || (await renew())) return;
    throw new AppError('conflict', `The work on ${name} took too long and continues elsewhere.`);
  };
  try {
    return { kind: 'done', value: await work({ confirm }) };
  } finally {
    clearInterval(renewal);
    await db.lease.deleteMany({ where: { name, holder } });
  }
}

const TTL_SECONDS = 20;
const POLL_MS = 40;

async function take(db: PrismaClient, name: string, holder: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ holder: string }[]>`
    INSERT INTO "Lease" ("name", "holder", "until")
    VALUES (${name}, ${holder}, now() + make_interval(secs => ${TTL_SECONDS}::double precision))
    ON CONFLICT ("name") DO UPDATE
      SET "holder" = EXCLUDED."holder", "until" = EXCLUDED."until"
      WHERE "Lease"."until" < now() OR "Lease"."holder" = EXCLUDED."holder"
    RETURNING "holder"`;
  return rows[0]?.holder === holder;
}
