import { findUserByEmail } from '../../db/users';
import { auditOwn } from '../audit/audit';
import type { Needs } from '../deps';
import {
  isKnown,
  type KnownBrowser,
  settleFrom,
  throttleFrom,
  unlessBusy,
  type Wait,
} from '../throttling/throttle';
import { resendConfirmation } from './confirm-email';
import { auditNobody } from './work-for-nobody';

type SignInDeps = Needs<
  | 'clock'
  | 'db'
  | 'later'
  | 'log'
  | 'mail'
  | 'passwords'
  | 'requestAddress'
  | 'settings'
  | 'telemetry'
>;

export type SignInOutcome =
  | { kind: 'ok'; userId: string }
  /** The password is right and a code is wanted as well. */
  | { kind: 'second-factor'; userId: string }
  | { kind: 'wrong' }
  | Wait;

/**
 * Checks an email and password. The answer and its time are the same for an unknown email and a wrong
 * password, and attempts are counted in the same way for both: what only happens for an account happens after the answer.
 */
export function checkPassword(deps: SignInDeps, given: SignInAttempt): Promise<SignInOutcome> {
  return unlessBusy(() => check(deps, given));
}

export interface SignInAttempt {
  email: string;
  password: string;
  browser?: KnownBrowser | null;
}

async function check(deps: SignInDeps, given: SignInAttempt): Promise<SignInOutcome> {
  const email = given.email.slice(0, 254);
  const from = { email, browser: given.browser ?? null };
  const throttled = await throttleFrom(deps, 'sign-in', from);
  if (throttled.kind === 'wait') return throttled;
  const user = given.email.length > 254 ? null : await findUserByEmail(deps.db, email);
  const matches = await deps.passwords.verify(
    user?.passwordHash ?? null,
    given.password,
    isKnown(from) ? 'known' : 'outsider',
  );
  if (!user || !matches || user.closingAt) {
    deps.log.warn({ userId: user?.id ?? null }, 'sign-in refused');
    const action = 'account.sign-in-refused';
    deps.later('audit', () => (user ? auditOwn(deps, user.id, action) : auditNobody(deps, action)));
    return { kind: 'wrong' };
  }
  if (deps.settings.signUp === 'confirm-first' && user.emailVerified === null) {
    // Entering with the password just chosen would tell whether the address was free. The link gets another chance.
    deps.later('confirmation', async () => void (await resendConfirmation(deps, user.id)));
    return { kind: 'wrong' };
  }
  await settleFrom(deps, 'sign-in', from);
  if (user.totpSince) return { kind: 'second-factor', userId: user.id };
  deps.log.info({ userId: user.id }, 'signed in');
  await auditOwn(deps, user.id, 'account.signed-in');
  return { kind: 'ok', userId: user.id };
}
