import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { z } from 'zod';
import { nextAuthCookies } from '@/lib/auth/host-cookie';
import { authOptions } from '@/lib/auth/next-auth';
import { configuredProviders } from '@/lib/auth/providers';
import { wellFormed } from '@/lib/kit/plain-text';
import { env } from '@/lib/server/env/env';
import { readBody, readJson } from '@/lib/server/http/read-body';
import { jsonRoute, problem, tooMany } from '@/lib/server/http/route';
import { log } from '@/lib/server/wiring/log';
import type { Wait } from '@/lib/use-cases/throttling/throttle';

/** An email, a password and a token. */
const MAX_BODY = 10_000;

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's addresses, and of them only those that are used: providers lead back here, and a program may sign in with
 * a password as the form does. All else that next-auth offers (its own pages, sign-out, the session as JSON) has an
 * address of ours.
 */
async function handler(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  const [action, provider, ...more] = nextauth;
  if (more.length > 0 || !isUsed(request.method, action, provider)) {
    return problem(404, 'not-found', 'There is no such endpoint.');
  }
  if (await hasBrokenCallbackUrl()) {
    return problem(400, 'bad-request', 'A cookie of this site is broken. Delete its cookies.');
  }
  const body = await readBody(request, MAX_BODY);
  if (body === null) return problem(413, 'too-large', 'The request is too large.');
  const fields = readFields(request.headers.get('content-type') ?? '', body);
  if (fields === null) {
    return problem(400, 'bad-request', 'Send csrfToken, email and password, as a form or as JSON.');
  }
  let wait: Wait | null = null;
  let failure: { error: unknown } | null = null;
  // Built per request: settings are read when they are first needed, not while the application is built.
  const options = authOptions({
    throttled: (given) => {
      wait = given;
    },
    failed: (error) => {
      failure = { error };
    },
  });
  const answer: Response = await NextAuth(options)(handedOn(request, fields), context);
  if (wait !== null) return tooMany(wait);
  if (failure === null) return answer;
  // next-auth would put the words of whatever failed into the address of the next page.
  if (request.method === 'POST') throw (failure as { error: unknown }).error;
  log.error({ route: 'next-auth', err: (failure as { error: unknown }).error }, 'route failed');
  return new Response(null, { status: 303, headers: { location: '/sign-in?error=Callback' } });
}

/** As next-auth reads it, and only what it needs: its own reading of the rest answers 500 to what it can't read. */
function handedOn(request: Request, fields: Record<string, string>): NextRequest {
  const { method } = request;
  const url = new URL(request.url);
  // Where to go on to is kept in a cookie of ours.
  url.searchParams.delete('callbackUrl');
  const error = url.searchParams.get('error');
  if (error !== null && !/^\w{1,60}$/.test(error)) url.searchParams.set('error', 'Callback');
  const headers = new Headers(request.headers);
  if (method !== 'POST') return new NextRequest(url, { method, headers });
  headers.delete('content-length');
  headers.set('content-type', 'application/x-www-form-urlencoded');
  const body = new URLSearchParams(fields).toString();
  return new NextRequest(url, { method, headers, body });
}

/** next-auth's own note of where to go on to, which it reads again and answers 500 to when it is no address. */
async function hasBrokenCallbackUrl(): Promise<boolean> {
  const { callbackUrl } = nextAuthCookies(env().app.url);
  const kept = (await cookies()).get(callbackUrl.name)?.value;
  return Boolean(kept) && !(URL.canParse(kept ?? '') && /^https?:/.test(kept ?? ''));
}

const Fields = z.record(z.string(), z.string());

/** The fields of a form or of a JSON object; null when it is neither. */
function readFields(contentType: string, body: string): Record<string, string> | null {
  if (body === '') return {};
  const read = contentType.includes('application/json')
    ? Fields.safeParse(readJson(body))
    : Fields.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!read.success) return null;
  const texts = Object.entries(read.data).map(([name, value]) => [name, wellFormed(value)]);
  return Object.fromEntries(texts);
}

function isUsed(method: string, action?: string, provider?: string): boolean {
  // A provider's refusal comes by the last two, and they lead on to the form.
  if (action === 'csrf' || action === 'error' || action === 'signin') {
    return method === 'GET' && provider === undefined;
  }
  if (action !== 'callback') return false;
  if (provider === 'credentials') return method === 'POST';
  return method === 'GET' && configuredProviders().some(({ id }) => id === provider);
}

const route = jsonRoute('next-auth', handler);

export { route as GET, route as POST };
