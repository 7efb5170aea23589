import type { User } from '../../db/generated/client';
import { issueToken, type KnownToken, peekToken, pendingEmail, takeToken } from '../../db/tokens';
import { isUniqueViolation } from '../../db/unique';
import { findUser, updateUser } from '../../db/users';
import { addressInMail, nameInMail } from '../../kit/name-in-mail';
import { auditOwn } from '../audit/audit';
import { markCustomerDetails, syncCustomerDetails } from '../customers/sync-customer-details';
import type { Needs } from '../deps';
import { ensureGatewayUser } from '../gateway-users/ensure-gateway-user';
import { syncGatewayUser } from '../gateway-users/sync-gateway-user';
import { settleThrottle, throttle, unlessBusy, type Wait } from '../throttling/throttle';

type ConfirmDeps = Needs<
  | 'clock'
  | 'db'
  | 'gateway'
  | 'log'
  | 'mail'
  | 'passwords'
  | 'payments'
  | 'requestAddress'
  | 'telemetry'
>;

const VALID_HOURS = 24;

/** Sends the link that proves the account's address. `next` is where using it leads. */
export async function sendConfirmation(
  deps: Needs<'db' | 'mail' | 'settings'>,
  userId: string,
  next?: string,
): Promise<void> {
  const user = await findUser(deps.db, userId);
  if (!user || user.emailVerified || user.closingAt) return;
  const token = await issueToken(deps.db, {
    userId,
    purpose: 'confirm-email',
    email: user.email,
    validMinutes: VALID_HOURS * 60,
  });
  await deps.mail.queue({
    to: user.email,
    userId,
    content: {
      kind: 'confirm-email',
      name: null,
      url: linkTo(deps, token, next),
      validHours: VALID_HOURS,
    },
  });
}

/** The same on request, so many times an hour. */
export async function resendConfirmation(
  deps: Needs<'db' | 'log' | 'mail' | 'requestAddress' | 'settings' | 'telemetry'>,
  userId: string,
): Promise<{ kind: 'sent' } | Wait> {
  const throttled = await throttle(deps, 'confirmation', userId);
  if (throttled.kind === 'wait') return throttled;
  await sendConfirmation(deps, userId);
  return { kind: 'sent' };
}

/**
 * A link proves the mailbox, and not that its reader is the account's owner: anybody can sign up with, or ask to change
 * to, an address that is not theirs and wait for its owner to press the button. So the owner of the account has to be
 * there too, by their session or by the account's password.
 */
export type ConfirmationLink =
  | { kind: 'open'; email: string; proof: 'session' | 'password' | 'sign-in' }
  | { kind: 'over' };

export async function readConfirmation(
  deps: Needs<'db'>,
  input: { token: string; signedInUserId: string | null },
): Promise<ConfirmationLink> {
  const open = await openLink(deps, input.token);
  if (!open) return { kind: 'over' };
  return { kind: 'open', email: open.email, proof: proofOf(open.owner, input.signedInUserId) };
}

function proofOf(owner: User, signedInUserId: string | null): 'session' | 'password' | 'sign-in' {
  if (owner.id === signedInUserId) return 'session';
  return owner.passwordHash === null ? 'sign-in' : 'password';
}

async function openLink(
  deps: Needs<'db'>,
  token: string,
): Promise<{ email: string; owner: User } | null> {
  const known = await findToken(deps, token, peekToken);
  const owner = known && (await findUser(deps.db, known.userId));
  return known && owner && !owner.closingAt ? { email: known.email, owner } : null;
}

export type ConfirmOutcome =
  /** `enters`: the password was the proof, so that signing in can follow. */
  | { kind: 'confirmed'; userId: string; enters: 'no' | 'yes' | 'second-factor' }
  | { kind: 'over' }
  | { kind: 'taken' }
  | { kind: 'wrong'; message: string }
  | Wait;

/** Uses the link up: the address is the account's, and proven. */
export function confirmEmail(deps: ConfirmDeps, input: Confirmation): Promise<ConfirmOutcome> {
  return unlessBusy(() => confirm(deps, input));
}

interface Confirmation {
  token: string;
  signedInUserId: string | null;
  password: string;
}

async function confirm(deps: ConfirmDeps, input: Confirmation): Promise<ConfirmOutcome> {
  const throttled = await throttle(deps, 'link', input.token);
  if (throttled.kind === 'wait') return throttled;
  const open = await openLink(deps, input.token);
  if (!open) return { kind: 'over' };
  const { owner } = open;
  const proof = proofOf(owner, input.signedInUserId);
  if (proof !== 'session') {
    const proven = await provePassword(deps, owner, input.password);
    if (proven.kind !== 'go') return proven;
  }
  const known = await findToken(deps, input.token, takeToken);
  if (!known) return { kind: 'over' };
  const changed =
    known.purpose === 'new-email'
      ? await changeTo(deps, owner, known.email)
      : await prove(deps, owner, known.email);
  if (changed !== 'confirmed') return { kind: changed };
  const entersByPassword = owner.totpSince === null ? ('yes' as const) : ('second-factor' as const);
  const enters = proof === 'session' ? 'no' : entersByPassword;
  if (enters === 'yes') await auditOwn(deps, owner.id, 'account.signed-in', { by: 'confirm-link' });
  return { kind: 'confirmed', userId: owner.id, enters };
}

export function emailToConfirm(deps: Needs<'db'>, userId: string): Promise<string | null> {
  return pendingEmail(deps.db, userId);
}

async function provePassword(
  deps: Needs<'db' | 'log' | 'passwords' | 'requestAddress' | 'telemetry'>,
  owner: { email: string; passwordHash: string | null },
  password: string,
): Promise<{ kind: 'go' } | { kind: 'wrong'; message: string } | Wait> {
  if (owner.passwordHash === null) {
    return { kind: 'wrong', message: 'Sign in first, then open the link again.' };
  }
  const throttled = await throttle(deps, 'sign-in', owner.email);
  if (throttled.kind === 'wait') return throttled;
  if (!(await deps.passwords.verify(owner.passwordHash, password))) {
    return { kind: 'wrong', message: 'That is not the account’s password.' };
  }
  await settleThrottle(deps, 'sign-in', owner.email);
  return { kind: 'go' };
}

async function prove(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  user: { id: string; email: string },
  email: string,
): Promise<'confirmed' | 'over'> {
  if (user.email !== email) return 'over';
  await updateUser(deps.db, user.id, { emailVerified: new Date() });
  await auditOwn(deps, user.id, 'account.email-confirmed');
  await quietly(deps, user.id, () => ensureGatewayUser(deps, user.id));
  return 'confirmed';
}

async function changeTo(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'payments' | 'requestAddress'>,
  user: User,
  email: string,
): Promise<'confirmed' | 'taken'> {
  // First, so that after a stop right behind the change the update is still sent.
  await markCustomerDetails(deps, user.id);
  try {
    await updateUser(deps.db, user.id, { email, emailVerified: new Date() });
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: {
      kind: 'email-changed',
      name: nameInMail(user),
      newEmail: addressInMail(user, email),
    },
  });
  await auditOwn(deps, user.id, 'account.email-changed');
  await syncCustomerDetails(deps, user.id);
  await quietly(deps, user.id, () => syncGatewayUser(deps, user.id));
  return 'confirmed';
}

type Find = typeof peekToken;

/** One page serves both kinds of link. */
async function findToken(deps: Needs<'db'>, token: string, find: Find): Promise<KnownToken | null> {
  return (
    (await find(deps.db, { token, purpose: 'confirm-email' })) ??
    (await find(deps.db, { token, purpose: 'new-email' }))
  );
}

/** The gateway's user follows; when the gateway is away, the scheduled repair catches up. */
async function quietly(
  deps: Needs<'log'>,
  userId: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.log.error({ userId, err: error }, 'gateway user not brought up to date');
  }
}

function linkTo(deps: Needs<'settings'>, token: string, next?: string): string {
  const url = new URL('/confirm-email', deps.settings.appUrl);
  url.searchParams.set('token', token);
  if (next) url.searchParams.set('next', next);
  return url.href;
}
