import type { Prisma, PrismaClient, Run } from './generated/client';

export function startRun(db: PrismaClient, input: { kind: string; startedAt: Date }): Promise<Run> {
  return db.run.create({ data: input });
}

export async function finishRun(
  db: PrismaClient,
  runId: string,
  result: {
    finishedAt: Date;
    /** paused: its time was up; the next run continues at the cursor. */
    outcome: 'done' | 'partial' | 'failed' | 'paused';
    counts: Prisma.InputJsonObject;
    failures: Prisma.InputJsonArray;
    readThrough?: Date | null;
  },
): Promise<void> {
  await db.run.update({ where: { id: runId }, data: result });
}

/** Writes a whole run at once, under a name of ours: repeating it overwrites it. */
export async function recordRun(
  db: PrismaClient,
  run: {
    id: string;
    kind: string;
    at: Date;
    outcome: 'done' | 'partial' | 'failed';
    counts: Prisma.InputJsonObject;
    failures: Prisma.InputJsonArray;
  },
): Promise<void> {
  const { id, kind, at, outcome, counts, failures } = run;
  const result = { finishedAt: at, outcome, counts, failures };
  await db.run.upsert({
    where: { id },
    create: { id, kind, startedAt: at, ...result },
    update: result,
  });
}

/** The run's checkpoint, so that another run can continue there when this one is killed. */
export async function saveCursor(
  db: PrismaClient,
  runId: string,
  cursor: Prisma.InputJsonObject,
): Promise<void> {
  await db.run.update({ where: { id: runId }, data: { cursor } });
}

/** The instant up to which usage has been read without a gap; null before the first run. */
export async function lastReadThrough(db: PrismaClient): Promise<Date | null> {
  const run = await db.run.findFirst({
    where: { kind: 'usage', readThrough: { not: null } },
    orderBy: { readThrough: 'desc' },
  });
  return run?.readThrough ?? null;
}

export function lastRun(db: PrismaClient, kind: string): Promise<Run | null> {
  return db.run.findFirst({ where: { kind }, orderBy: { startedAt: 'desc' } });
}

export function firstRun(db: PrismaClient, kind: string): Promise<Run | null> {
  return db.run.findFirst({ where: { kind }, orderBy: { startedAt: 'asc' } });
}

export async function firstSubscriptionAt(db: PrismaClient): Promise<Date | null> {
  const first = await db.subscription.findFirst({
    orderBy: { createdAt: 'asc' },
    select: { createdAt: true },
  });
  return first?.createdAt ?? null;
}
