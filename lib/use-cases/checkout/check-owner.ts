import { findUser } from '../../db/users';
import type { Needs } from '../deps';
import { settleThrottle, throttle, unlessBusy, type Wait } from '../throttling/throttle';

/** Who asks, from which session, and since when it is theirs. */
export interface Asker {
  userId: string;
  sessionId: string;
  signedInAt: Date;
}

/** How long a sign-in counts as fresh for somebody who has no password to repeat. */
const FRESH_MS = 10 * 60_000;

export type OwnerCheck = { kind: 'ok' } | { kind: 'wrong'; message: string } | Wait;

/**
 * Before anything that adds or removes a way in, ends other sessions or the account: the password again, or a sign-in of the last
 * minutes. A borrowed browser must not be enough to keep an account.
 */
export function checkOwner(
  deps: Needs<'db' | 'log' | 'passwords' | 'requestAddress' | 'telemetry'>,
  input: Asked,
): Promise<OwnerCheck> {
  return unlessBusy(() => check(deps, input));
}

type Asked = Pick<Asker, 'userId' | 'signedInAt'> & { password: string };

async function check(
  deps: Needs<'db' | 'log' | 'passwords' | 'requestAddress' | 'telemetry'>,
  input: Asked,
): Promise<OwnerCheck> {
  const user = await findUser(deps.db, input.userId);
  if (!user) return { kind: 'wrong', message: 'This account no longer exists.' };
  if (user.passwordHash === null) {
    const isFresh = Date.now() - input.signedInAt.getTime() < FRESH_MS;
    return isFresh
      ? { kind: 'ok' }
      : { kind: 'wrong', message: 'Sign out, sign back in, and try again within ten minutes.' };
  }
  const throttled = await throttle(deps, 'password-check', input.userId);
  if (throttled.kind === 'wait') return throttled;
  if (await deps.passwords.verify(user.passwordHash, input.password, 'known')) {
    await settleThrottle(deps, 'password-check', input.userId);
    return { kind: 'ok' };
  }
  return { kind: 'wrong', message: 'That is not your current password.' };
}
