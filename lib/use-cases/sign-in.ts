import { findUser, findUserByEmail } from '../db/users';
import { auditOwn } from './audit';
import type { Deps } from './deps';
import { settleThrottle, throttle } from './throttle';

export type SignInOutcome =
  | { kind: 'ok'; userId: string }
  /** The password is right and a code is wanted as well. */
  | { kind: 'second-factor'; userId: string }
  | { kind: 'wrong' }
  | { kind: 'wait'; message: string };

/**
 * Checks an e-mail and password. The answer and its time are the same for an unknown e-mail and a wrong
 * password, and attempts are counted in the same way for both.
 */
export async function checkPassword(
  deps: Deps,
  given: { email: string; password: string },
): Promise<SignInOutcome> {
  const tooLong = given.password.length > 128 || given.email.length > 254;
  const email = given.email.slice(0, 254);
  const throttled = await throttle(deps, 'sign-in', email);
  if (throttled.kind === 'wait') return throttled;
  const user = tooLong ? null : await findUserByEmail(deps.db, email);
  const matches = await deps.passwords.verify(
    user?.passwordHash ?? null,
    given.password.slice(0, 128),
  );
  if (!user || !matches || user.closingAt) {
    deps.log.warn({ userId: user?.id ?? null }, 'sign-in refused');
    if (user) await auditOwn(deps, user.id, 'account.sign-in-refused');
    return { kind: 'wrong' };
  }
  await settleThrottle(deps, 'sign-in', email);
  if (user.totpSince) return { kind: 'second-factor', userId: user.id };
  deps.log.info({ userId: user.id }, 'signed in');
  await auditOwn(deps, user.id, 'account.signed-in');
  return { kind: 'ok', userId: user.id };
}

/** How long a sign-in counts as fresh for somebody who has no password to repeat. */
const FRESH_MS = 10 * 60_000;

export type OwnerCheck =
  | { kind: 'ok' }
  | { kind: 'wrong'; message: string }
  | { kind: 'wait'; message: string };

/** Before anything that could lock the owner out: the password again, or a sign-in of the last minutes. */
export async function checkOwner(
  deps: Deps,
  input: { userId: string; password: string; signedInAt: Date },
): Promise<OwnerCheck> {
  const user = await findUser(deps.db, input.userId);
  if (!user) return { kind: 'wrong', message: 'This account does not exist any more.' };
  if (user.passwordHash === null) {
    const isFresh = Date.now() - input.signedInAt.getTime() < FRESH_MS;
    return isFresh
      ? { kind: 'ok' }
      : { kind: 'wrong', message: 'Sign out, sign in again, and do this within ten minutes.' };
  }
  const throttled = await throttle(deps, 'password-check', input.userId);
  if (throttled.kind === 'wait') return throttled;
  if (await deps.passwords.verify(user.passwordHash, input.password.slice(0, 128))) {
    await settleThrottle(deps, 'password-check', input.userId);
    return { kind: 'ok' };
  }
  return { kind: 'wrong', message: 'This is not your current password.' };
}
