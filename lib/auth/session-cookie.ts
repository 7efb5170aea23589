import { cookies, headers } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { createSession, deleteSession } from '../db/sessions';
import { getDeps } from '../server/deps';
import { sessionCookie, sessionSecret } from './session-settings';

/**
 * Signs the browser in: a row in the database and next-auth's cookie that names it. For server actions and
 * route handlers, so that signing in works without scripts.
 */
export async function startSession(userId: string): Promise<void> {
  const { db, requestAddress } = await getDeps();
  const { maxAgeSeconds, name, options } = sessionCookie();
  // A browser that was signed in as somebody else leaves no session behind.
  const before = await sessionIdOf((await cookies()).get(name)?.value);
  if (before) await deleteSession(db, before);
  const session = await createSession(db, {
    userId,
    expires: new Date(Date.now() + maxAgeSeconds * 1000),
    userAgent: (await headers()).get('user-agent')?.slice(0, 300) ?? null,
    address: await requestAddress(),
  });
  const token = await encode({
    token: { sub: userId, sid: session.id },
    secret: sessionSecret(),
    maxAge: maxAgeSeconds,
  });
  (await cookies()).set(name, token, { ...options, maxAge: maxAgeSeconds });
}

/** Signs the browser out: the row goes, so a copy of the cookie is worth nothing. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  const { name, options } = sessionCookie();
  const sessionId = await sessionIdOf(jar.get(name)?.value);
  if (sessionId) {
    const { db } = await getDeps();
    await deleteSession(db, sessionId);
  }
  jar.set(name, '', { ...options, maxAge: 0 });
}

/** The session that a cookie names; null for none, a forged or an expired one. */
export async function sessionIdOf(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null;
  try {
    const token = await decode({ token: cookie, secret: sessionSecret() });
    return typeof token?.sid === 'string' ? token.sid : null;
  } catch {
    return null;
  }
}
