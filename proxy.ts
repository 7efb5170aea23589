import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { judgeDelegation } from './lib/auth/judge-delegation';
import { isWellFormed } from './lib/kit/plain-text';
import { isPublicPage } from './lib/kit/public-pages';
import { env } from './lib/server/env/env';
import { isPathReadable } from './lib/server/http/path-segment';
import {
  isForAnotherHost,
  isFromElsewhere,
  isOfAnotherOrigin,
} from './lib/server/http/same-origin';
import {
  contentSecurityPolicy,
  publicPolicy,
  securityHeaders,
} from './lib/server/http/security-headers';
import { isRenderedApart, keptAnswer } from './lib/server/kept-pages/kept-pages';
import { RENDERED_HEADER } from './lib/server/kept-pages/render-apart';

/** What server actions take (next.config.js), which say no more than 500 of more. */
const MAX_BODY = 64 * 1024;

const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Sets the security headers of every page and answer, and turns away forms that are too large or that a browser says
 * come from elsewhere: of a server action Next compares the Origin only. A link of the developer portal that can't be
 * trusted is answered 401 here, because a page can't set its status. Pages that are the same for everybody are answered
 * from what is kept, where no server of this process did so before. It guards nothing else: each page, action and
 * handler checks who is asking by itself.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (isRenderedApart(request.headers)) {
    // No nonce, so that the scripts are the same each time: the finished page is served under their hashes.
    return NextResponse.next({ headers: { [RENDERED_HEADER]: 'apart' } });
  }
  return (await kept(request)) ?? rendered(request);
}

async function kept({ method, nextUrl, headers }: NextRequest): Promise<NextResponse | null> {
  const url = `${nextUrl.pathname}${nextUrl.search}`;
  // Not compressed: of what a proxy answers, the framework drops the encoding's header and compresses again.
  const header = (name: string) => (name === 'accept-encoding' ? null : headers.get(name));
  const answer = await keptAnswer({ method, url, header });
  if (answer === null) return null;
  const body = answer.body === null ? null : new Uint8Array(answer.body);
  return new NextResponse(body, { status: answer.status, headers: answer.headers });
}

function rendered(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const policy = isPublicPage(request.nextUrl.pathname)
    ? publicPolicy(env(), [`'nonce-${nonce}'`])
    : contentSecurityPolicy(env(), nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy);
  const response = refusal(request, headers) ?? NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(securityHeaders(env()))) {
    response.headers.set(name, value);
  }
  return response;
}

function refusal(request: NextRequest, headers: Headers): NextResponse | null {
  if (CHANGES.has(request.method)) {
    const isForm = !request.nextUrl.pathname.startsWith('/api/');
    if (
      isFromElsewhere(request.headers) ||
      isOfAnotherOrigin(request) ||
      (isForm && isForAnotherHost(request))
    ) {
      return words(403, 'This form was sent from another site, so nothing was done with it.');
    }
    if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) {
      return words(413, 'This is larger than any of our forms, so nothing was done with it.');
    }
  }
  const { pathname, search, searchParams } = request.nextUrl;
  // Next answers an address that is no encoding with a bare 500; nothing has such an address.
  if (!isPathReadable(pathname)) {
    return NextResponse.rewrite(new URL('/unreadable-address', request.url), {
      request: { headers },
    });
  }
  if (pathname === '/apim-delegation' && judgeDelegation(searchParams).kind === 'refused') {
    const page = new URL(`/apim-delegation/refused${search}`, request.url);
    return NextResponse.rewrite(page, { request: { headers }, status: 401 });
  }
  if (!isWellFormed([...searchParams].flat().join(''))) {
    return words(400, 'This address has a character that no address of ours has.');
  }
  return null;
}

function words(status: number, sentence: string): NextResponse {
  const headers = { 'cache-control': 'private, no-store' };
  return new NextResponse(`${sentence}\n`, { status, headers });
}

export const config = {
  // Static files have no scripts to protect. Webhooks set their headers themselves: the framework copies each
  // request for its proxy, which they come in numbers too large for (docs/benchmarks.md).
  matcher: [
    '/((?!_next/static|_next/image|icon.svg|favicon.ico|open-graph.png|apple-touch-icon.png|api/webhooks/).*)',
  ],
};
