import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Service } from '../service';
import type { UserRow } from '../state/rows';
import { checkUserToken, mintUserToken } from '../user-token';
import type { Reader } from './portal-layout';

/** Not named like anything else on 127.0.0.1: cookies don't tell ports apart. */
const COOKIE = 'apim_portal_session';
const RENEW_BEFORE_MS = 5 * 60_000;
const RENEWED_FOR_MS = 60 * 60_000;

/** Signs in with a token out of an address. Says what is wrong with it otherwise. */
export function enter(
  c: Context,
  service: Service,
  token: string,
): 'entered' | 'invalid' | 'expired' | 'blocked' {
  const { state, world } = service;
  const checked = checkUserToken(state.secret, token, world.clock.nowMs());
  if (checked.kind !== 'valid') return checked.kind;
  const user = state.users.get(checked.userId);
  if (!user) return 'invalid';
  if (user.state !== 'active') return 'blocked';
  keep(c, token);
  return 'entered';
}

/** Signs in somebody whose password was right. */
export function enterAs(c: Context, service: Service, user: UserRow): void {
  const { state, world } = service;
  const expiresMs = world.clock.nowMs() + RENEWED_FOR_MS;
  keep(c, mintUserToken({ secret: state.secret, userId: user.id, key: 'primary', expiresMs }));
}

/**
 * Who is signed in. As the real portal does, a token that runs out within five minutes is exchanged
 * for a new one; one that has run out is not.
 */
function signedIn(c: Context, service: Service): UserRow | null {
  const token = getCookie(c, COOKIE);
  if (token === undefined) return null;
  const { state, world } = service;
  const nowMs = world.clock.nowMs();
  const checked = checkUserToken(state.secret, token, nowMs);
  if (checked.kind !== 'valid') return null;
  const user = state.users.get(checked.userId);
  if (user?.state !== 'active') return null;
  if (checked.expiresMs - nowMs < RENEW_BEFORE_MS) {
    const expiresMs = nowMs + RENEWED_FOR_MS;
    keep(c, mintUserToken({ secret: state.secret, userId: user.id, key: 'primary', expiresMs }));
  }
  return user;
}

export function readerOf(c: Context, service: Service): Reader {
  return { user: signedIn(c, service), path: new URL(c.req.url).pathname };
}

export function leave(c: Context): void {
  deleteCookie(c, COOKIE, { path: '/' });
}

function keep(c: Context, token: string): void {
  setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Lax', path: '/' });
}

/** A path of this portal, whatever was asked for: the portal never leads elsewhere. */
export function safePath(path: string | undefined): string {
  if (path === undefined || !/^\/(?![/\\])/.test(path) || /[\\\p{Cc}]/u.test(path)) return '/';
  const here = 'http://portal.invalid';
  const url = new URL(path, here);
  return url.origin === here && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}`
    : '/';
}

/** Forms are taken from the portal's own pages only. */
export function isOwnForm(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  return origin === undefined || URL.parse(origin)?.host === c.req.header('host');
}
