import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/next-auth';
import { configuredProviders } from '@/lib/auth/providers';
import { readBody } from '@/lib/server/read-body';
import { jsonRoute, problem, tooMany } from '@/lib/server/route';
import type { Wait } from '@/lib/use-cases/throttle';

/** An e-mail, a password and a token. */
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
    return problem(404, 'not-found', 'There is nothing at this address.');
  }
  const body = await readBody(request, MAX_BODY);
  if (body === null) return problem(413, 'too-large', 'The request is too large.');
  let wait: Wait | null = null;
  // Built per request: settings are read when they are first needed, not while the application is built.
  const options = authOptions({
    throttled: (given) => {
      wait = given;
    },
  });
  const { url, method, headers } = request;
  const read = new NextRequest(url, { method, headers, ...(method === 'POST' ? { body } : {}) });
  const answer: Response = await NextAuth(options)(read, context);
  return wait === null ? answer : tooMany(wait);
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
