import { hostCookie } from '../../auth/host-cookie';

/** The cookie with the choice of light or dark, kept for a year. */
export function themeCookie(appUrl: string) {
  const { name, options } = hostCookie(appUrl, 'theme');
  return { name, options: { ...options, maxAge: 365 * 24 * 3600 } };
}
