import { AppError } from '../kit/app-error';
import { env } from '../server/env/env';
import { hostCookie } from './host-cookie';

const MAX_AGE_SECONDS = 30 * 24 * 3600;

export function sessionSecret(): string {
  const secret = env().app.sessionSecret;
  if (!secret) {
    throw new AppError('not-configured', 'Sign-in is not configured: set NEXTAUTH_SECRET.');
  }
  return secret;
}

export function sessionCookie() {
  return { ...hostCookie(env().app.url, 'tollgate.session'), maxAgeSeconds: MAX_AGE_SECONDS };
}
