import { randomUUID } from 'node:crypto';
import type { AuditAction } from '../kit/wire-names';
import type { Prisma, PrismaClient } from './generated/client';

export interface AuditRecord {
  actor: string;
  action: AuditAction;
  targetType: 'subscription' | 'user' | 'key' | 'period' | 'event' | 'run';
  targetId: string;
  details?: Prisma.InputJsonObject;
  at: Date;
  /** Where the request came from. */
  address?: string | null;
}

export async function recordAudit(db: PrismaClient, record: AuditRecord): Promise<void> {
  await db.auditEntry.create({
    data: { id: nextAuditId(), ...record, details: record.details ?? {} },
  });
}

/**
 * Writes an entry once, however often its cause is processed; `name` identifies it. Entries of an earlier version had
 * that name as their id.
 */
export async function recordAuditOnce(
  db: PrismaClient,
  name: string,
  record: AuditRecord,
): Promise<void> {
  const { actor, action, targetType, targetId, at } = record;
  const details = JSON.stringify({ ...record.details, name });
  const id = (await idBeforeConsequence(db, record)) ?? nextAuditId();
  await db.$executeRaw`
    INSERT INTO "AuditEntry" ("id", "actor", "action", "targetType", "targetId", "details", "at")
    SELECT ${id}, ${actor}, ${action}, ${targetType}, ${targetId}, ${details}::jsonb, ${at}
    WHERE NOT EXISTS (SELECT 1 FROM "AuditEntry" WHERE "targetType" = ${targetType}
      AND "targetId" = ${targetId} AND ("id" = ${name} OR "details"->>'name' = ${name}))`;
}

const ACCESS_CHANGES = ['activated', 'suspended', 'cancelled'].map((it) => `subscription.${it}`);

/**
 * Another event can have changed access before the event with the reason was processed. Within a second only the id
 * tells the order, so the reason gets an id from just before its effect.
 */
async function idBeforeConsequence(
  db: PrismaClient,
  { targetType, targetId, at }: AuditRecord,
): Promise<string | null> {
  const led = await db.auditEntry.findFirst({
    where: {
      targetType,
      targetId,
      action: { in: ACCESS_CHANGES },
      at: { gte: at, lt: new Date(at.getTime() + 1_000) },
    },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  const writtenAt = Number(/^(\d{14})-/.exec(led?.id ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(writtenAt) ? null : nextAuditId(writtenAt - 1);
}

let written = 0;

/**
 * Ids are in the order of writing, so that entries of one instant are shown in the order in which things happened; many
 * of them may share one time of the billing clock.
 */
function nextAuditId(writtenAt = Date.now()): string {
  written = (written + 1) % 1_000_000;
  const at = String(writtenAt).padStart(14, '0');
  return `${at}-${String(written).padStart(6, '0')}-${randomUUID().slice(0, 8)}`;
}

/** Entries about an account that never existed: apart from these, only closing an account removes entries. */
export async function deleteAuditOf(db: PrismaClient, actor: 'nobody'): Promise<void> {
  await db.auditEntry.deleteMany({ where: { actor, targetId: actor } });
}
