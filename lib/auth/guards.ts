import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { findSession, touchSession } from '../db/sessions';
import { owesSecondFactor } from '../domain/access/second-factor-demand';
import { asNext } from '../kit/return-path';
import { env } from '../server/env/env';
import { noteOwnCode } from '../server/http/request-edge';
import { getDeps } from '../server/wiring/deps';
import { throttle, type Wait } from '../use-cases/throttling/throttle';
import type { ThrottledAction } from '../use-cases/throttling/throttle-limits';
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
  hasSecondFactor: boolean;
  /** Their confirmed address is among the operators'; whether they may do something is for `requireOperator` to say. */
  isOperator: boolean;
}

/** Recorded at most this often: the list of sessions needs the hour, not the second. */
const SEEN_EVERY_MS = 5 * 60_000;

/**
 * The user of this request, by the row that the cookie names; read once per request. It identifies them but grants
 * nothing: pages call `requireUser`, or `mayNotYet` where they answer with a status of their own.
 */
export const currentUser = cache(async (): Promise<SessionUser | null> => {
  noteOwnCode();
  const cookie = (await cookies()).get(sessionCookie().name)?.value;
  const sessionId = await sessionIdOf(cookie);
  if (!sessionId) return null;
  const { db } = await getDeps();
  const session = await findSession(db, sessionId);
  if (!session) return null;
  const { id, name, email, emailVerified, totpSince, closingAt } = session.user;
  if (closingAt) return null;
  if (Date.now() - session.seenAt.getTime() > SEEN_EVERY_MS) await touchSession(db, sessionId);
  return {
    id,
    name,
    email,
    sessionId,
    signedInAt: session.createdAt,
    emailConfirmed: emailVerified !== null,
    hasSecondFactor: totpSince !== null,
    isOperator: emailVerified !== null && env().app.operatorEmails.includes(email.toLowerCase()),
  };
});

/**
 * The signed-in user. Everybody else is sent to the sign-in page and back, and a user who must set up a second factor
 * to the page that does so.
 */
export async function requireUser(returnTo: string): Promise<SessionUser> {
  const user = await requireSession(returnTo);
  demandSecondFactor(user, 'account', returnTo);
  return user;
}

/**
 * The same for everything that writes or sends requests to a vendor, with a limit. Beyond the limit a page says when to
 * come back, because a form can set neither status nor Retry-After.
 */
export async function requireUserFor(
  action: ThrottledAction,
  returnTo: string,
): Promise<SessionUser> {
  const user = await requireUser(returnTo);
  await keepToLimit(action, user, returnTo);
  return user;
}

export async function keepToLimit(
  action: ThrottledAction,
  user: SessionUser,
  returnTo: string,
): Promise<void> {
  const throttled = await throttle(await getDeps(), action, user.id);
  if (throttled.kind === 'wait') redirect(tooManyPage(throttled, returnTo));
}

export function tooManyPage({ retryAfterSeconds }: Wait, returnTo: string) {
  return `/too-many?seconds=${retryAfterSeconds}&next=${asNext(returnTo)}` as const;
}

/** For the page that switches the second factor on alone: being signed in is enough. */
export async function requireSession(returnTo: string): Promise<SessionUser> {
  const user = await currentUser();
  if (!user) redirect(`/sign-in?next=${asNext(returnTo)}`);
  return user;
}

/** Whether somebody who is signed in has to switch the second factor on first. */
export function mayNotYet(user: SessionUser, area: 'account' | 'operator' = 'account'): boolean {
  const demand = env().identity.requireSecondFactor;
  return owesSecondFactor(demand, { area, hasSecondFactor: user.hasSecondFactor });
}

export function demandSecondFactor(
  user: SessionUser,
  area: 'account' | 'operator',
  returnTo: string,
): void {
  if (mayNotYet(user, area)) redirect(secondFactorPage(returnTo));
}

export function secondFactorPage(returnTo: string): string {
  return `/account/settings/second-factor?next=${asNext(returnTo)}`;
}
