import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { safeReturnPath } from '../domain/delegation';
import { getDeps } from '../server/deps';
import { env } from '../server/env';
import { log } from '../server/log';
import { type ProviderIdentity, signInWithProvider } from '../use-cases/linked-accounts';
import { currentUser } from './guards';
import { beginSecondStep } from './second-step';
import { startSession } from './session-cookie';
import { sessionSecret } from './session-settings';

const NEXT_COOKIE = 'tollgate.next';
const NEXT_SECONDS = 15 * 60;

/** Keeps where the person was going while they are at the provider. */
export async function rememberNext(next: string): Promise<void> {
  (await cookies()).set(NEXT_COOKIE, next, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/api/auth',
    secure: env().app.url.startsWith('https://'),
    maxAge: NEXT_SECONDS,
  });
}

/** Signs in here who has signed in there; answers the path to go to. */
export async function finishProviderSignIn(identity: ProviderIdentity): Promise<string> {
  const jar = await cookies();
  const next = safeReturnPath(jar.get(NEXT_COOKIE)?.value ?? '/account') ?? '/account';
  jar.set(NEXT_COOKIE, '', { path: '/api/auth', maxAge: 0 });
  const signedIn = await currentUser();
  const outcome = await signInWithProvider(await getDeps(), identity, signedIn?.id ?? null);
  log.info({ provider: identity.provider, outcome: outcome.kind }, 'provider sign-in');
  switch (outcome.kind) {
    case 'ok':
      await startSession(outcome.userId);
      return next;
    case 'second-factor':
      await beginSecondStep(outcome.userId);
      return `/sign-in/code?next=${encodeURIComponent(next)}`;
    case 'link-first':
    case 'email-not-proven':
      return `/sign-in?problem=${outcome.kind}&next=${encodeURIComponent(next)}`;
    default:
      return outcome satisfies never;
  }
}

/**
 * next-auth's token against forged forms, made here because its own is handed out by a script: the cookie holds
 * the token and a hash of it with the secret, the form holds the token.
 */
export function providerFormToken(): { cookie: string; token: string } {
  const token = randomBytes(32).toString('hex');
  const hash = createHash('sha256').update(`${token}${sessionSecret()}`).digest('hex');
  return { token, cookie: `${token}|${hash}` };
}
