import { type AuditRecord, recordAudit } from '../../db/audit';
import type { AuditAction } from '../../kit/wire-names';
import type { Needs } from '../deps';

/** Records who did what, now, and from where. */
export async function audit(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  record: Omit<AuditRecord, 'at' | 'address'>,
): Promise<void> {
  const [at, address] = await Promise.all([deps.clock.now(), deps.requestAddress()]);
  await recordAudit(deps.db, { ...record, at, address });
}

/** The same for what somebody did to their own account. */
export function auditOwn(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  userId: string,
  action: AuditAction,
  details: AuditRecord['details'] = {},
): Promise<void> {
  return audit(deps, { actor: userId, action, targetType: 'user', targetId: userId, details });
}
