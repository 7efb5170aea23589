import { deleteOwnSession, deleteSessionsOf, listSessions } from '../../db/sessions';
import { findSubscription } from '../../db/subscriptions';
import { audit, auditOwn } from '../audit/audit';
import { type Asker, checkOwner, type OwnerCheck } from '../checkout/check-owner';
import type { Needs } from '../deps';

export interface SessionRow {
  id: string;
  isThis: boolean;
  userAgent: string | null;
  address: string | null;
  signedInAt: Date;
  seenAt: Date;
}

export async function viewSessions(
  deps: Needs<'db'>,
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

/** Who sits at a borrowed browser must not be able to shut the owner's own ones out. */
export async function endOneSession(
  deps: Needs<'clock' | 'db' | 'log' | 'passwords' | 'requestAddress' | 'telemetry'>,
  input: Asker & { endId: string; password: string },
): Promise<OwnerCheck> {
  const owner = await checkOwner(deps, input);
  if (owner.kind !== 'ok') return owner;
  const { userId, endId } = input;
  const ended = await deleteOwnSession(deps.db, { userId, sessionId: endId });
  if (ended) await auditOwn(deps, userId, 'account.session-ended');
  return owner;
}

/** All but the one that asks. */
export async function endOtherSessions(
  deps: Needs<'clock' | 'db' | 'log' | 'passwords' | 'requestAddress' | 'telemetry'>,
  input: Asker & { password: string },
): Promise<OwnerCheck> {
  const owner = await checkOwner(deps, input);
  if (owner.kind !== 'ok') return owner;
  const ended = await deleteSessionsOf(deps.db, input.userId, { except: input.sessionId });
  if (ended > 0) await auditOwn(deps, input.userId, 'account.other-sessions-ended', { ended });
  return owner;
}

export type EndedByOperator = { kind: 'ended'; sessions: number } | { kind: 'not-found' };

/**
 * Signs the owner of a subscription out everywhere: for an account that somebody else has got into. Written down even
 * when nothing was open, and the owner sees it.
 */
export async function endSessionsByOperator(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  input: { subscriptionId: string; actor: string },
): Promise<EndedByOperator> {
  const subscription = await findSubscription(deps.db, input.subscriptionId);
  if (!subscription) return { kind: 'not-found' };
  const { userId } = subscription;
  const ended = await deleteSessionsOf(deps.db, userId);
  await audit(deps, {
    actor: input.actor,
    action: 'account.sessions-ended-by-operator',
    targetType: 'user',
    targetId: userId,
    details: { ended },
  });
  return { kind: 'ended', sessions: ended };
}
