import { randomUUID } from 'node:crypto';
import type { PrismaClient } from './generated/client';

/**
 * Runs `work` while no other holder, on any instance, runs work under the same name. The lease is a row with
 * an end in the database's own time, renewed while the work goes on: it also excludes two tasks of one process
 * (where an advisory lock of the embedded database's single connection would not), and a killed process
 * gives it up by silence.
 */
export async function withLease<T>(
  db: PrismaClient,
  name: string,
  options: { waitMs: number },
  work: () => Promise<T>,
): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }> {
  const holder = randomUUID();
  const giveUpAt = performance.now() + options.waitMs;
  while (!(await take(db, name, holder))) {
    if (performance.now() >= giveUpAt) return { kind: 'busy' };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const renewal = setInterval(() => {
    take(db, name, holder).catch(() => undefined);
  }, TTL_SECONDS * 400);
  try {
    return { kind: 'done', value: await work() };
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
