import { beginProvider } from '@/lib/auth/begin-provider';
import { safeReturnPath } from '@/lib/kit/return-path';
import { readBody } from '@/lib/server/http/read-body';
import { jsonRoute, problem, tooMany } from '@/lib/server/http/route';
import { isSameOrigin } from '@/lib/server/http/same-origin';
import { getDeps } from '@/lib/server/wiring/deps';
import { throttle } from '@/lib/use-cases/throttling/throttle';

type Context = { params: Promise<{ provider: string }> };

/** Begins signing in at a provider. Linking one to an account begins in the settings, where its owner is asked for. */
export const POST = jsonRoute('sign-in-provider', async (request: Request, context: Context) => {
  if (!isSameOrigin(request)) return problem(403, 'forbidden', 'Sign in from one of our pages.');
  const { provider } = await context.params;
  const body = await readBody(request, 10_000);
  if (body === null) return problem(413, 'too-large', 'The request is too large.');
  const form = new URLSearchParams(body);
  const next = safeReturnPath(form.get('next') ?? '/account') ?? '/account';
  // Each asks the provider where its pages are.
  const throttled = await throttle(await getDeps(), 'provider', '');
  if (throttled.kind === 'wait') return tooMany(throttled);
  const begun = await beginProvider({ provider, next, linkTo: null });
  switch (begun.kind) {
    case 'go':
      return seeOther(begun.url);
    case 'unknown':
      return problem(404, 'not-found', 'This sign-in provider isn’t available.');
    case 'unreachable':
      return seeOther(`/sign-in?problem=provider-away&next=${encodeURIComponent(next)}`);
    default:
      return begun satisfies never;
  }
});

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
