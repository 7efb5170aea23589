import { cookies, headers } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import type { Session } from '../db/generated/client';
import { createSession, deleteSession } from '../db/sessions';
import { getDeps } from '../server/wiring/deps';
import { rememberBrowser } from './known-browser';
import { sessionCookie, sessionSecret } from './session-settings';

/**
 * Signs the browser in: a row in the database and next-auth's cookie that names it. For server actions and
 * route handlers, so that signing in works without scripts.
 */
export async function startSession(userId: string): Promise<void> {
  const { maxAgeSeconds, name, options } = sessionCookie();
  const session = await newSession(userId);
  const token = await encode({
    token: { sub: userId, sid: session.id },
    secret: sessionSecret(),
    maxAge: maxAgeSeconds,
  });
  (await cookies()).set(name, token, { ...options, maxAge: maxAgeSeconds });
  await rememberBrowser(userId);
}

/** The row of a session that begins with this request, in place of the one that the browser had. */
export async function newSession(userId: string): Promise<Session> {
  const { db, requestAddress } = await getDeps();
  const { maxAgeSeconds, name } = sessionCookie();
  const before = await sessionIdOf((await cookies()).get(name)?.value);
  if (before) await deleteSession(db, before);
  return createSession(db, {
    userId,
    expires: new Date(Date.now() + maxAgeSeconds * 1000),
    userAgent: (await headers()).get('user-agent')?.slice(0, 300) ?? null,
    address: await requestAddress(),
  });
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

/** Whether the browser brought a session's cookie, good or not. */
export async function hasSessionCookie(): Promise<boolean> {
  return Boolean((await cookies()).get(sessionCookie().name)?.value);
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
