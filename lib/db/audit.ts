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
