import { env } from './env';

/**
 * True when a state-changing request came from our own pages. Browsers say so in Sec-Fetch-Site and Origin;
 * a request with neither is no browser's and carries no cookies that it should not.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return false;
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(env().app.url).origin;
}
