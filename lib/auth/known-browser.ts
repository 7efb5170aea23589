import { randomBytes } from 'node:crypto';
import { findUser } from '../db/users';
import { getDeps } from '../server/wiring/deps';
import type { KnownBrowser } from '../use-cases/throttling/throttle';
import { sealedCookie } from './sealed-cookie';

const HALF_A_YEAR_SECONDS = 180 * 24 * 3600;

const cookie = sealedCookie('known', HALF_A_YEAR_SECONDS);

/**
 * Remembers that somebody signed in to this account from this browser. It grants nothing: attempts from here are
 * counted separately, so that failures of a stranger don't lock out somebody who was here before.
 */
export async function rememberBrowser(userId: string): Promise<void> {
  const user = await findUser((await getDeps()).db, userId);
  if (!user) return;
  const before = await knownBrowser();
  const id = before?.email === user.email ? before.id : randomBytes(16).toString('base64url');
  await cookie.write({ email: user.email, id });
}

export async function knownBrowser(): Promise<KnownBrowser | null> {
  const token = await cookie.read();
  const { email, id } = token ?? {};
  return typeof email === 'string' && typeof id === 'string' ? { email, id } : null;
}
