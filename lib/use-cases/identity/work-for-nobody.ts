import { createHash } from 'node:crypto';
import { issueToken, type TokenPurpose } from '../../db/tokens';
import type { AuditAction } from '../../kit/wire-names';
import type { MailContent } from '../../ports/mail';
import { audit } from '../audit/audit';
import type { Needs } from '../deps';

/** The actor in the log where there is no account. These entries are removed by the next clean-up. */
export const NOBODY = 'nobody' as const;

/**
 * The work of a link by mail, done for an address without an account: a token that is sent to nobody, a message that
 * goes nowhere, an entry about nobody. Otherwise anybody who measures our load after a request learns who has an
 * account.
 */
export async function linkForNobody(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress'>,
  work: {
    email: string;
    purpose: TokenPurpose;
    validMinutes: number;
    content: (token: string) => MailContent;
    action: AuditAction;
  },
): Promise<void> {
  const { purpose, validMinutes, content, action } = work;
  const token = await tokenForNobody(deps, work.email, { purpose, validMinutes });
  await deps.mail.queue({ to: null, userId: null, content: content(token) });
  await auditNobody(deps, action);
}

/** Named by a hash, so that a second one replaces the first as it does for an account, and no address is kept. */
export function tokenForNobody(
  deps: Needs<'db'>,
  email: string,
  { purpose, validMinutes }: { purpose: TokenPurpose; validMinutes: number },
): Promise<string> {
  const userId = `${NOBODY}:${createHash('sha256').update(email, 'utf8').digest('base64url')}`;
  return issueToken(deps.db, { userId, purpose, email: '', validMinutes });
}

export function auditNobody(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  action: AuditAction,
): Promise<void> {
  return audit(deps, { actor: NOBODY, action, targetType: 'user', targetId: NOBODY });
}
