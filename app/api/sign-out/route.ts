import { currentUser } from '@/lib/auth/guards';
import { endSession } from '@/lib/auth/session-cookie';
import { safeReturnPath } from '@/lib/kit/return-path';
import { readBody } from '@/lib/server/http/read-body';
import { jsonRoute, problem } from '@/lib/server/http/route';
import { isSameOrigin } from '@/lib/server/http/same-origin';
import { getDeps } from '@/lib/server/wiring/deps';
import { auditOwn } from '@/lib/use-cases/audit/audit';

/** Ends the session. `next` is a path of ours to go on to; `to=portal` leads back to the developer portal. */
export const POST = jsonRoute('sign-out', async (request: Request) => {
  if (!isSameOrigin(request)) return problem(403, 'forbidden', 'Sign out from one of our pages.');
  const body = await readBody(request, 10_000);
  if (body === null) return problem(413, 'too-large', 'The request is too large.');
  const form = new URLSearchParams(body);
  const user = await currentUser();
  await endSession();
  if (user) await auditOwn(await getDeps(), user.id, 'account.signed-out');
  return new Response(null, { status: 303, headers: { location: await addressAfter(form) } });
});

async function addressAfter(form: URLSearchParams): Promise<string> {
  if (form.get('to') === 'portal') return (await getDeps()).settings.portalUrl;
  return safeReturnPath(form.get('next') ?? '/') ?? '/';
}
