const SOMEWHERE = 'https://return-path.invalid';
const FORBIDDEN = /[\\\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * The path, query and fragment that may follow our own origin (or the portal's) in a redirect, normalized; null for
 * everything that a browser could take for another site. Browsers read a backslash as a slash and drop tabs
 * and line breaks before they parse, so `/\evil`, `/<tab>/evil` and `//evil` are one and the same to them.
 */
export function safeReturnPath(path: string): string | null {
  if (path.length > 2000 || !path.startsWith('/') || FORBIDDEN.test(path)) return null;
  const url = URL.canParse(path, SOMEWHERE) ? new URL(path, SOMEWHERE) : null;
  if (url?.origin !== SOMEWHERE) return null;
  // "/.//evil" is a path until something resolves the dot.
  if (url.pathname.startsWith('//')) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

/**
 * A page's address as the value of another's `next`. One that nobody would be led back to (longer than 2,000 characters, say)
 * becomes the account: written out, it could make an answer's headers longer than servers and browsers take.
 */
export function asNext(path: string): string {
  return encodeURIComponent(safeReturnPath(path) === null ? '/account' : path);
}

/**
 * The page of the developer portal that a link speaks of: portals write a path, and some their whole address. Whatever
 * leads elsewhere becomes the portal's start page.
 */
export function portalReturnPath(address: string, portalUrl: string): string {
  const path = safeReturnPath(address);
  if (path !== null || FORBIDDEN.test(address) || !URL.canParse(address)) return path ?? '/';
  const { origin, username, password, pathname, search, hash } = new URL(address);
  if (origin !== new URL(portalUrl).origin || username !== '' || password !== '') return '/';
  return safeReturnPath(`${pathname}${search}${hash}`) ?? '/';
}
