import { AppError } from '../domain/app-error';
import { env } from '../server/env';

const MAX_AGE_SECONDS = 30 * 24 * 3600;

export function sessionSecret(): string {
  const secret = env().app.sessionSecret;
  if (!secret) {
    throw new AppError('not-configured', 'Sign-in is not configured: set NEXTAUTH_SECRET.');
  }
  return secret;
}

/**
 * The session cookie. Over https it carries the __Host- prefix, which ties it to this very host; a plain
 * http address (a laptop) cannot, because browsers want such a cookie to be Secure.
 */
export function sessionCookie() {
  const secure = env().app.url.startsWith('https://');
  return {
    name: secure ? '__Host-tollgate.session' : 'tollgate.session',
    maxAgeSeconds: MAX_AGE_SECONDS,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  };
}
