import type { Prisma, PrismaClient } from './generated/client';

export interface AuditRecord {
  actor: string;
  action: string;
  targetType: 'subscription' | 'user' | 'key' | 'period' | 'event';
  targetId: string;
  details?: Prisma.InputJsonObject;
  at: Date;
  /** Where the request came from. */
  address?: string | null;
}

export async function recordAudit(db: PrismaClient, record: AuditRecord): Promise<void> {
  await db.auditEntry.create({ data: { ...record, details: record.details ?? {} } });
}

/** Entries about somebody who never was: nothing else is ever taken out of the trail but by closing an account. */
export async function deleteAuditOf(db: PrismaClient, actor: 'nobody'): Promise<void> {
  await db.auditEntry.deleteMany({ where: { actor, targetId: actor } });
}
