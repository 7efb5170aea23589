import type { User } from '../../db/generated/client';
import { deleteSessionsOf } from '../../db/sessions';
import { deleteTokensOf, issueToken, peekToken, takeToken } from '../../db/tokens';
import { findUser, findUserByEmail, updateUser } from '../../db/users';
import { forgetWaysIn } from '../../db/ways-in';
import { nameInMail } from '../../kit/name-in-mail';
import type { MailContent } from '../../ports/mail';
import { auditOwn } from '../audit/audit';
import type { Needs } from '../deps';
import {
  type KnownBrowser,
  releaseAccount,
  throttle,
  throttleFrom,
  unlessBusy,
  type Wait,
} from '../throttling/throttle';
import {
  emailField,
  leakedPasswordProblem,
  passwordProblem,
  problemOf,
} from './internal/account-fields';
import { linkForNobody } from './work-for-nobody';

type ResetDeps = Needs<
  'clock' | 'db' | 'log' | 'mail' | 'passwords' | 'requestAddress' | 'settings' | 'telemetry'
>;

const VALID_MINUTES = 60;

export type ResetRequest = { kind: 'check-mail' } | { kind: 'invalid'; message: string } | Wait;

/** Sends a link when there is such an account, and answers the same when there is none. */
export async function requestReset(
  deps: Needs<
    'clock' | 'db' | 'later' | 'log' | 'mail' | 'requestAddress' | 'settings' | 'telemetry'
  >,
  given: string,
  browser: KnownBrowser | null = null,
): Promise<ResetRequest> {
  const message = problemOf(emailField, given);
  if (message !== null) return { kind: 'invalid', message };
  const throttled = await throttleFrom(deps, 'reset', { email: given, browser });
  if (throttled.kind === 'wait') return throttled;
  // After the answer: creating a token and a message takes longer than finding nobody.
  deps.later('reset-password', () => sendReset(deps, given));
  return { kind: 'check-mail' };
}

/** For somebody who signs in with a provider and has no password yet. Nothing is hidden from who is signed in. */
export async function sendFirstPassword(
  deps: Needs<'clock' | 'db' | 'log' | 'mail' | 'requestAddress' | 'settings' | 'telemetry'>,
  userId: string,
): Promise<{ kind: 'sent' } | Wait> {
  const throttled = await throttle(deps, 'confirmation', userId);
  if (throttled.kind === 'wait') return throttled;
  const user = await findUser(deps.db, userId);
  if (user && user.passwordHash === null) await sendLink(deps, user, 'set-password');
  return { kind: 'sent' };
}

async function sendReset(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress' | 'settings'>,
  email: string,
): Promise<void> {
  const user = await findUserByEmail(deps.db, email);
  if (user && !user.closingAt) return sendLink(deps, user, 'reset-password');
  await linkForNobody(deps, {
    email: email.trim().toLowerCase(),
    purpose: 'reset-password',
    validMinutes: VALID_MINUTES,
    content: (token) => linkContent(deps, { kind: 'reset-password', name: null, token }),
    action: 'account.reset-asked',
  });
}

function linkContent(
  deps: Needs<'settings'>,
  link: { kind: 'reset-password' | 'set-password'; name: string | null; token: string },
): MailContent {
  const url = new URL('/reset-password', deps.settings.appUrl);
  url.searchParams.set('token', link.token);
  return { kind: link.kind, name: link.name, url: url.href, validMinutes: VALID_MINUTES };
}

async function sendLink(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress' | 'settings'>,
  user: User,
  kind: 'reset-password' | 'set-password',
): Promise<void> {
  const token = await issueToken(deps.db, {
    userId: user.id,
    purpose: 'reset-password',
    email: user.email,
    validMinutes: VALID_MINUTES,
  });
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: linkContent(deps, { kind, name: nameInMail(user), token }),
  });
  await auditOwn(deps, user.id, 'account.reset-asked');
}

export async function readReset(deps: Needs<'db'>, token: string): Promise<boolean> {
  return (await peekToken(deps.db, { token, purpose: 'reset-password' })) !== null;
}

export type ResetOutcome =
  | { kind: 'changed'; userId: string; secondFactor: boolean }
  | { kind: 'over' }
  | { kind: 'invalid'; message: string }
  | Wait;

/**
 * Sets the new password and ends every session. The link proves the mailbox: when that was never proven before,
 * whoever made the account may have been somebody else, so every other way into it goes as well.
 */
export function resetPassword(
  deps: ResetDeps,
  input: { token: string; password: string },
): Promise<ResetOutcome> {
  return unlessBusy(() => reset(deps, input));
}

async function reset(
  deps: ResetDeps,
  input: { token: string; password: string },
): Promise<ResetOutcome> {
  const throttled = await throttle(deps, 'link', input.token);
  if (throttled.kind === 'wait') return throttled;
  const link = { token: input.token, purpose: 'reset-password' } as const;
  const known = await peekToken(deps.db, link);
  const user = known && (await findUser(deps.db, known.userId));
  if (!known || !user || user.closingAt || user.email !== known.email) return { kind: 'over' };
  const message =
    (await passwordProblem(input.password, user)) ??
    (await leakedPasswordProblem(deps, input.password));
  if (message !== null) return { kind: 'invalid', message };
  // Before the link is used up: when too many wait for a hash, it works again in a moment.
  const passwordHash = await deps.passwords.hash(input.password);
  if (!(await takeToken(deps.db, link))) return { kind: 'over' };
  await deleteSessionsOf(deps.db, user.id);
  if (user.emailVerified === null) await forgetWaysIn(deps.db, user.id);
  await updateUser(deps.db, user.id, {
    passwordHash,
    emailVerified: user.emailVerified ?? new Date(),
  });
  // Once more: a session that began with the old password in between.
  await deleteSessionsOf(deps.db, user.id);
  await deleteTokensOf(deps.db, user.id);
  await releaseAccount(deps, user.email);
  await auditOwn(deps, user.id, 'account.password-reset');
  await notifyPasswordChanged(deps, user);
  const secondFactor = user.totpSince !== null && user.emailVerified !== null;
  if (!secondFactor) await auditOwn(deps, user.id, 'account.signed-in', { by: 'reset-link' });
  return { kind: 'changed', userId: user.id, secondFactor };
}

export async function notifyPasswordChanged(
  deps: Needs<'mail' | 'settings'>,
  user: User,
): Promise<void> {
  const resetUrl = `${deps.settings.appUrl}/forgot-password`;
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: { kind: 'password-changed', name: nameInMail(user), resetUrl },
  });
}
