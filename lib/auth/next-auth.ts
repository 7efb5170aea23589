import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { findUser } from '../db/users';
import { env } from '../server/env/env';
import { getDeps } from '../server/wiring/deps';
import { log } from '../server/wiring/log';
import { checkPassword } from '../use-cases/identity/sign-in';
import type { Wait } from '../use-cases/throttling/throttle';
import { nextAuthCookies } from './host-cookie';
import { finishProviderSignIn } from './provider-sign-in';
import { identityOf, nextAuthProviders } from './providers';
import { newSession } from './session-cookie';
import { sessionCookie, sessionSecret } from './session-settings';

/**
 * next-auth's set-up. Sessions are cookies signed by next-auth that name a row of ours: the row is what
 * counts (guards.ts), so that a session can be ended at the server. The sign-in page writes the same cookie
 * (session-cookie.ts), which is how it works without scripts.
 */
export function authOptions(
  on: { throttled?: (wait: Wait) => void; failed?: (error: unknown) => void } = {},
): NextAuthOptions {
  const { name, options, maxAgeSeconds } = sessionCookie();
  /** next-auth logs failures with its own messages; the caller sees none of them. */
  const guarded = async <T, Other>(
    work: () => Promise<T>,
    otherwise: Other,
  ): Promise<T | Other> => {
    try {
      return await work();
    } catch (error) {
      on.failed?.(error);
      return otherwise;
    }
  };
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: maxAgeSeconds },
    cookies: { sessionToken: { name, options }, ...nextAuthCookies(env().app.url) },
    // Our own pages answer for everything; a provider that says no leads back to the form.
    logger: { error: logged('error'), warn: logged('warn'), debug: () => {} },
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [
      ...nextAuthProviders(),
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (given) =>
          guarded(async () => {
            if (!given?.email || !given.password) return null;
            const deps = await getDeps();
            const outcome = await checkPassword(deps, given);
            if (outcome.kind === 'wait') on.throttled?.(outcome);
            // With a second factor the page is the only way in.
            if (outcome.kind !== 'ok') return null;
            const user = await findUser(deps.db, outcome.userId);
            return user && { id: user.id, name: user.name, email: user.email };
          }, null),
      }),
    ],
    callbacks: {
      /** A provider's answer becomes a session of ours here, so that next-auth makes none of its own. */
      signIn({ account, profile }) {
        if (!account || account.type === 'credentials') return true;
        return guarded(() => finishProviderSignIn(identityOf(account, { ...profile })), false);
      },
      async jwt({ token, user }) {
        if (!user) return token;
        // Name and email stay out of the cookie: they are read from the row, where they are up to date.
        return guarded(async () => ({ sub: user.id, sid: (await newSession(user.id)).id }), {});
      },
    },
  };
}

/**
 * next-auth's messages, as one log line like every other. A provider's answer may hold a token, so only its name is
 * kept.
 */
function logged(level: 'error' | 'warn') {
  return (code: string, about?: unknown) => {
    const error =
      about instanceof Error ? about : (about as { error?: unknown } | undefined)?.error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : undefined;
    log[level]({ code, reason }, 'next-auth');
  };
}
