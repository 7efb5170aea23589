import { env } from '../env/env';

/**
 * True when a state-changing request came from our own pages. Browsers say so in Sec-Fetch-Site and Origin;
 * a request with neither is no browser's and carries no cookies that it should not.
 */
export function isSameOrigin(request: Request): boolean {
  return !isFromElsewhere(request.headers) && !isOfAnotherOrigin(request);
}

/** Another origin is said than ours. */
export function isOfAnotherOrigin({ headers }: { headers: Headers }): boolean {
  const origin = headers.get('origin');
  return origin !== null && origin !== new URL(env().app.url).origin;
}

/** The framework compares the origin of a form with the host, and answers 500 where they differ. */
export function isForAnotherHost({ headers }: { headers: Headers }): boolean {
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim();
  return (
    headers.get('origin') !== null &&
    (forwarded ?? headers.get('host')) !== new URL(env().app.url).host
  );
}

/** What a browser itself says: another site, or another of our own domain, made this request. */
export function isFromElsewhere(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}
