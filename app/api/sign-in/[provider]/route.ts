import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/next-auth';
import { providerFormToken, rememberNext } from '@/lib/auth/provider-sign-in';
import { configuredProviders } from '@/lib/auth/providers';
import { safeReturnPath } from '@/lib/domain/delegation';
import { env } from '@/lib/server/env';
import { readBody } from '@/lib/server/read-body';
import { jsonRoute, problem } from '@/lib/server/route';
import { isSameOrigin } from '@/lib/server/same-origin';

type Context = { params: Promise<{ provider: string }> };

/**
 * Begins signing in at a provider from a plain form: next-auth's own way takes a script. Hands the request on to
 * next-auth with the token that it wants, and so gets its state, nonce and PKCE.
 */
export const POST = jsonRoute('sign-in-provider', async (request: Request, context: Context) => {
  if (!isSameOrigin(request)) return problem(403, 'forbidden', 'Sign in from one of our pages.');
  const { provider } = await context.params;
  if (!configuredProviders().some(({ id }) => id === provider)) {
    return problem(404, 'not-found', 'This site has no such way to sign in.');
  }
  const form = new URLSearchParams((await readBody(request, 10_000)) ?? '');
  await rememberNext(safeReturnPath(form.get('next') ?? '/account') ?? '/account');
  const { token, cookie } = providerFormToken();
  const isSecure = env().app.url.startsWith('https://');
  const name = `${isSecure ? '__Host-' : ''}next-auth.csrf-token`;
  (await cookies()).set(name, cookie, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isSecure,
  });
  const inner = new NextRequest(`${env().app.url}/api/auth/signin/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken: token, callbackUrl: `${env().app.url}/account` }),
  });
  const answer: Response = await NextAuth(authOptions())(inner, {
    params: Promise.resolve({ nextauth: ['signin', provider] }),
  });
  const location = answer.headers.get('location');
  if (!location) return problem(502, 'upstream-failed', 'The provider could not be reached.');
  const headers = new Headers({ location });
  for (const one of answer.headers.getSetCookie()) headers.append('set-cookie', one);
  return new Response(null, { status: 303, headers });
});
