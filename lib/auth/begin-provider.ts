import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { NextRequest, NextResponse } from 'next/server';
import NextAuth from 'next-auth';
import { env } from '../server/env/env';
import { nextAuthCookies } from './host-cookie';
import { authOptions } from './next-auth';
import { rememberErrand } from './provider-sign-in';
import { configuredProviders } from './providers';
import { sessionSecret } from './session-settings';

/**
 * Begins signing in at a provider from a plain form, because next-auth's own way requires a script. Passes the request
 * on to next-auth with the token that it expects, and so gets its state, nonce and PKCE. Returns the provider's
 * address.
 */
export async function beginProvider(input: {
  provider: string;
  next: string;
  /** The account to link it to; null signs in. */
  linkTo: string | null;
}): Promise<{ kind: 'go'; url: string } | { kind: 'unknown' } | { kind: 'unreachable' }> {
  const { provider, next, linkTo } = input;
  if (!configuredProviders().some(({ id }) => id === provider)) return { kind: 'unknown' };
  await rememberErrand({ next, linkTo });
  const { url } = env().app;
  const answer: Response = await NextAuth(authOptions())(
    new NextRequest(`${url}/api/auth/signin/${provider}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken: await formToken(), callbackUrl: `${url}/account` }),
    }),
    { params: Promise.resolve({ nextauth: ['signin', provider] }) },
  );
  const location = answer.headers.get('location');
  // Without an answer from the provider next-auth leads to the form, which is ours.
  if (!location || new URL(location, url).origin === new URL(url).origin) {
    return { kind: 'unreachable' };
  }
  const jar = await cookies();
  for (const cookie of new NextResponse(null, { headers: answer.headers }).cookies.getAll()) {
    jar.set(cookie);
  }
  return { kind: 'go', url: location };
}

/**
 * next-auth's token against forged forms, created here because its own is returned to a script: the cookie holds the
 * token and a hash of it with the secret, the form holds the token.
 */
async function formToken(): Promise<string> {
  const token = randomBytes(32).toString('hex');
  const hash = createHash('sha256').update(`${token}${sessionSecret()}`).digest('hex');
  const { name, options } = nextAuthCookies(env().app.url).csrfToken;
  (await cookies()).set(name, `${token}|${hash}`, options);
  return token;
}
