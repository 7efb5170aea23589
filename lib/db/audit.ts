import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from './generated/client';

export interface AuditRecord {
  actor: string;
  action: string;
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

/** Writes an entry once, however often what it tells of is worked on; `name` says which it is. */
export async function recordAuditOnce(
  db: PrismaClient,
  name: string,
  record: AuditRecord,
): Promise<void> {
  await db.auditEntry.createMany({
    data: [{ id: name, ...record, details: record.details ?? {} }],
    skipDuplicates: true,
  });
}

let written = 0;

/**
 * Ids follow one another in the order of writing, so that entries of one moment are shown in the order in which things
 * happened; the clock of billing may stand still for many of them.
 */
function nextAuditId(): string {
  written = (written + 1) % 1_000_000;
  const at = String(Date.now()).padStart(14, '0');
  return `${at}-${String(written).padStart(6, '0')}-${randomUUID().slice(0, 8)}`;
}

/** Entries about somebody who never was: nothing else is ever taken out of the trail but by closing an account. */
export async function deleteAuditOf(db: PrismaClient, actor: 'nobody'): Promise<void> {
  await db.auditEntry.deleteMany({ where: { actor, targetId: actor } });
}

/** What was last done to a subscription's access in a time: 'subscription.activated', 'subscription.suspended', ... */
export async function lastAccessChange(
  db: PrismaClient,
  input: { subscriptionId: string; after?: Date; before: Date },
): Promise<string | null> {
  const { subscriptionId, after, before } = input;
  const found = await db.auditEntry.findFirst({
    where: {
      targetType: 'subscription',
      targetId: subscriptionId,
      action: {
        in: ['subscription.activated', 'subscription.suspended', 'subscription.cancelled'],
      },
      at: { lt: before, ...(after && { gte: after }) },
    },
    orderBy: { at: 'desc' },
    select: { action: true },
  });
  return found?.action ?? null;
}
