import { RENDER_HEADER, type Variant } from './variant';

/** A page takes tens of milliseconds; a server that just started, some seconds. */
const TIMEOUT_MS = 15_000;

/** Set by the proxy on the answer, to distinguish it from an answer of a cache, a login wall or another server. */
export const RENDERED_HEADER = 'x-tollgate-rendered';

/**
 * The page as this server renders it for an anonymous visitor: requested over HTTP with nothing of the visitor's
 * request except the variant. Fails unless the page is complete.
 */
export async function renderApart(
  variant: Variant,
  place: { origin: string; mark: string },
): Promise<{ html: string; link: string | null }> {
  const response = await fetch(`${place.origin}${variant.address}`, {
    headers: { [RENDER_HEADER]: place.mark, cookie: variant.cookie, accept: 'text/html' },
    redirect: 'manual',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const html = await response.text();
  if (response.status !== 200 || !response.headers.has(RENDERED_HEADER)) {
    throw new Error(`${variant.address} was answered ${response.status} and not by its page`);
  }
  // A part that failed while the page was sent is marked so, although the status is 200.
  if (!html.trimEnd().endsWith('</html>') || html.includes('data-dgst=')) {
    throw new Error(`${variant.address} was not rendered whole`);
  }
  return { html, link: response.headers.get('link') };
}

/** A style sheet of the build, from this server and not from a proxy or login wall in front of it. */
export async function readStyles(address: string, place: { origin: string }): Promise<string> {
  const response = await fetch(`${place.origin}${address}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const isStyles = response.headers.get('content-type')?.startsWith('text/css');
  if (response.status !== 200 || !isStyles) {
    throw new Error(`${address} was answered ${response.status} and not by its file`);
  }
  return response.text();
}
