import { createHash } from 'node:crypto';
import { findUser } from '../db/users';
import { getDeps } from '../server/wiring/deps';
import { sealedCookie } from './sealed-cookie';

const cookie = sealedCookie('step', 10 * 60);

/** Remembers, for some minutes and in this browser only, that the first step of this user was right. */
export async function beginSecondStep(userId: string): Promise<void> {
  await cookie.write({ sub: userId, password: await passwordMark(userId) });
}

/** Who is in the middle of signing in; null for nobody, and when the password was changed since. */
export async function secondStepUser(): Promise<string | null> {
  const token = await cookie.read();
  if (typeof token?.sub !== 'string') return null;
  return token.password === (await passwordMark(token.sub)) ? token.sub : null;
}

export const endSecondStep = cookie.clear;

/** Tells whether the password is still the same; says nothing about it. */
async function passwordMark(userId: string): Promise<string> {
  const user = await findUser((await getDeps()).db, userId);
  return createHash('sha256')
    .update(user?.passwordHash ?? '')
    .digest('hex');
}
