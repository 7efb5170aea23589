import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares `Authorization: Bearer …` with a secret in constant time, whatever the length given. */
export function isBearer(authorization: string | null, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
}
