import { z } from 'zod';
import { currentUser, mayNotYet, secondFactorPage, tooManyPage } from '@/lib/auth/guards';
import { wellFormed } from '@/lib/kit/plain-text';
import { readBody, readJson } from '@/lib/server/http/read-body';
import { jsonRoute, problem, tooMany } from '@/lib/server/http/route';
import { isSameOrigin } from '@/lib/server/http/same-origin';
import { getDeps } from '@/lib/server/wiring/deps';
import { log } from '@/lib/server/wiring/log';
import { type StartCheckoutOutcome, startCheckout } from '@/lib/use-cases/checkout/start-checkout';
import { throttle } from '@/lib/use-cases/throttling/throttle';

const MAX_BODY = 4096;
const body = z.object({ productId: z.string().max(256), name: z.string().max(1000) });

/**
 * Opens a checkout for the signed-in user. JSON is answered `{ id, url }` for redirectToCheckout; the same form
 * sent without scripts is answered 303 to the url. Price, product and user are never taken from the body
 * beyond the product's name: they come from the catalog and the session.
 */
export const POST = jsonRoute('checkout-session', async (request: Request) => {
  const isForm = !request.headers.get('content-type')?.includes('application/json');
  if (!isSameOrigin(request)) {
    return problem(403, 'forbidden', 'Start checkout from the plan’s page.');
  }
  const text = await readBody(request, MAX_BODY);
  if (text === null) return problem(413, 'too-large', 'The request is too large.');
  const parsed = body.safeParse(isForm ? formFields(text) : readJson(text));
  if (!parsed.success) {
    return problem(400, 'bad-request', 'Send productId and name, as the checkout page does.');
  }
  const { productId, name } = parsed.data;
  const page = `/checkout/${encodeURIComponent(productId)}`;
  const user = await currentUser();
  if (!user) {
    return isForm
      ? seeOther(`/sign-in?next=${encodeURIComponent(page)}`)
      : problem(401, 'not-signed-in', 'Your session has ended. Sign in and try again.');
  }
  if (mayNotYet(user)) {
    return isForm
      ? seeOther(secondFactorPage(page))
      : problem(
          403,
          'second-factor-first',
          'Turn on two-factor authentication in your settings first.',
        );
  }
  const deps = await getDeps();
  const throttled = await throttle(deps, 'checkout', user.id);
  if (throttled.kind === 'wait') {
    return isForm ? seeOther(tooManyPage(throttled, page)) : tooMany(throttled);
  }
  const outcome = await startCheckout(deps, { userId: user.id, productId, name }).catch(
    (error: unknown): StartCheckoutOutcome => {
      if (!isForm) throw error;
      // Without scripts the answer is a page that somebody looks at: a sentence on ours, and not JSON.
      log.error({ route: 'checkout-session', err: error }, 'no checkout for a form');
      return { kind: 'unavailable', message: 'Checkout could not be started.' };
    },
  );
  deps.telemetry.count('checkout.outcomes', 1, { step: 'start', outcome: outcome.kind });
  switch (outcome.kind) {
    case 'checkout':
      return isForm
        ? seeOther(outcome.url)
        : Response.json({ id: outcome.sessionId, url: outcome.url });
    case 'subscribed': {
      const subscription = `/account/subscriptions/${outcome.subscriptionId}`;
      return isForm ? seeOther(subscription) : Response.json({ id: null, url: subscription });
    }
    case 'unknown-product':
      return problem(404, 'not-found', `There is no plan ${productId}. See the pricing page.`);
    case 'no-credit':
      // Without scripts the page itself says why, with the link to pay.
      if (isForm) return seeOther(page);
      return Response.json(
        { error: { code: outcome.kind, message: outcome.message, payUrl: outcome.payUrl } },
        { status: 403 },
      );
    case 'invalid-name':
    case 'limit-reached':
    case 'blocked':
    case 'unavailable':
      return isForm
        ? seeOther(`${page}?problem=${outcome.kind}&name=${encodeURIComponent(name.slice(0, 200))}`)
        : problem(STATUS[outcome.kind], outcome.kind, outcome.message);
  }
});

const STATUS = {
  'invalid-name': 400,
  blocked: 403,
  'limit-reached': 409,
  unavailable: 409,
} as const;

function formFields(text: string): Record<string, string> {
  const fields = [...new URLSearchParams(text)].map(([name, value]) => [name, wellFormed(value)]);
  return Object.fromEntries(fields);
}

/** 303, so that the browser asks for the next page with GET. A relative address stays on our host. */
function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
