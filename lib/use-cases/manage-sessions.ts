import { deleteOwnSession, deleteSessionsOf, listSessions } from '../db/sessions';
import { auditOwn } from './audit';
import type { Deps } from './deps';

export interface SessionRow {
  id: string;
  isThis: boolean;
  userAgent: string | null;
  address: string | null;
  signedInAt: Date;
  seenAt: Date;
}

export async function viewSessions(
  deps: Deps,
  input: { userId: string; sessionId: string },
): Promise<SessionRow[]> {
  const sessions = await listSessions(deps.db, input.userId);
  return sessions.map(({ id, userAgent, address, createdAt, seenAt }) => ({
    id,
    isThis: id === input.sessionId,
    userAgent,
    address,
    signedInAt: createdAt,
    seenAt,
  }));
}

export async function endOneSession(
  deps: Deps,
  input: { userId: string; sessionId: string },
): Promise<void> {
  const ended = await deleteOwnSession(deps.db, input);
  if (ended) await auditOwn(deps, input.userId, 'account.session-ended');
}

/** All but the one that asks. */
export async function endOtherSessions(
  deps: Deps,
  input: { userId: string; sessionId: string },
): Promise<void> {
  const ended = await deleteSessionsOf(deps.db, input.userId, { except: input.sessionId });
  if (ended > 0) await auditOwn(deps, input.userId, 'account.other-sessions-ended', { ended });
}
