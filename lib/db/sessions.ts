import { randomBytes } from 'node:crypto';
import { appErrorOf } from '../kit/app-error';
import type { PrismaClient, Session, User } from './generated/client';

/** A browser that was not used for so long is signed out, however long its session could have lasted. */
const IDLE_MS = 14 * 24 * 3600_000;

export async function createSession(
  db: PrismaClient,
  session: { userId: string; expires: Date; userAgent: string | null; address?: string | null },
): Promise<Session> {
  return db.session.create({ data: { id: randomBytes(24).toString('base64url'), ...session } });
}

export interface SessionOfUser extends Pick<Session, 'createdAt' | 'seenAt'> {
  user: Pick<User, 'id' | 'name' | 'email' | 'emailVerified' | 'totpSince' | 'closingAt'>;
}

/** Null for none and for an ended one. One statement: every page of somebody signed in begins with it. */
export async function findSession(
  db: PrismaClient,
  sessionId: string,
): Promise<SessionOfUser | null> {
  const { expires, seenAt } = live();
  const [found] = await db.$queryRaw<
    (Pick<Session, 'createdAt' | 'seenAt'> & SessionOfUser['user'])[]
  >`
    SELECT s."createdAt", s."seenAt", u."id", u."name", u."email", u."emailVerified", u."totpSince", u."closingAt"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."id" = ${sessionId} AND s."expires" > ${expires.gt} AND s."seenAt" > ${seenAt.gt}`;
  if (!found) return null;
  const { createdAt, seenAt: lastSeenAt, ...user } = found;
  return { createdAt, seenAt: lastSeenAt, user };
}

export async function deleteSession(db: PrismaClient, sessionId: string): Promise<void> {
  await db.session.deleteMany({ where: { id: sessionId } });
}

export function listSessions(db: PrismaClient, userId: string): Promise<Session[]> {
  return db.session.findMany({
    where: { userId, ...live() },
    orderBy: { seenAt: 'desc' },
    take: 100,
  });
}

/** False when it is not this user's session, or has ended. */
export async function deleteOwnSession(
  db: PrismaClient,
  input: { userId: string; sessionId: string },
): Promise<boolean> {
  const { count } = await db.session.deleteMany({
    where: { id: input.sessionId, userId: input.userId },
  });
  return count > 0;
}

export async function deleteSessionsOf(
  db: PrismaClient,
  userId: string,
  options: { except?: string } = {},
): Promise<number> {
  const { count } = await db.session.deleteMany({
    where: { userId, ...(options.except ? { id: { not: options.except } } : {}) },
  });
  return count;
}

/** Records that the session is used. One that has ended meanwhile stays ended. */
export async function touchSession(db: PrismaClient, sessionId: string): Promise<void> {
  try {
    await db.session.updateMany({ where: { id: sessionId }, data: { seenAt: new Date() } });
  } catch (error) {
    // Whoever only reads a page goes on reading while a newer release takes over.
    if (appErrorOf(error)?.code !== 'being-updated') throw error;
  }
}

export async function deleteExpiredSessions(db: PrismaClient): Promise<void> {
  await db.session.deleteMany({ where: { NOT: live() } });
}

function live(): { expires: { gt: Date }; seenAt: { gt: Date } } {
  const now = Date.now();
  return { expires: { gt: new Date(now) }, seenAt: { gt: new Date(now - IDLE_MS) } };
}
