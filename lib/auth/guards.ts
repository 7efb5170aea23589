import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { findSession, touchSession } from '../db/sessions';
import { getDeps } from '../server/deps';
import { sessionIdOf } from './session-cookie';
import { sessionCookie } from './session-settings';

export interface SessionUser {
  id: string;
  name: string;
  email: string;
  sessionId: string;
  signedInAt: Date;
  /** The address was proven by a link. */
  emailConfirmed: boolean;
}

/** Written down so often at most: who looks at the list of sessions wants to know the hour, not the second. */
const SEEN_EVERY_MS = 5 * 60_000;

/** Who is asking, by the row that the cookie names; asked once per request. */
export const currentUser = cache(async (): Promise<SessionUser | null> => {
  const cookie = (await cookies()).get(sessionCookie().name)?.value;
  const sessionId = await sessionIdOf(cookie);
  if (!sessionId) return null;
  const { db } = await getDeps();
  const session = await findSession(db, sessionId);
  if (!session) return null;
  const { id, name, email, emailVerified, closingAt } = session.user;
  if (closingAt) return null;
  if (Date.now() - session.seenAt.getTime() > SEEN_EVERY_MS) await touchSession(db, sessionId);
  return {
    id,
    name,
    email,
    sessionId,
    signedInAt: session.createdAt,
    emailConfirmed: emailVerified !== null,
  };
});

/** The signed-in user, or a redirect to the sign-in page that leads back here. */
export async function requireUser(returnTo: string): Promise<SessionUser> {
  const user = await currentUser();
  if (!user) redirect(`/sign-in?next=${encodeURIComponent(returnTo)}`);
  return user;
}
