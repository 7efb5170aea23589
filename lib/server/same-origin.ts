import { env } from './env';

/**
 * True when a state-changing request came from our own pages. Browsers say so in Sec-Fetch-Site and Origin;
 * a request with neither is no browser's and carries no cookies that it should not.
 */
export function isSameOrigin(request: Request): boolean {
  if (isFromElsewhere(request.headers)) return false;
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(env().app.url).origin;
}

/** What a browser itself says: another site, or another of our own domain, made this request. */
export function isFromElsewhere(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}
