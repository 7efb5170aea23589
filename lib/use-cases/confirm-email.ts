import { issueToken, type KnownToken, peekToken, pendingEmail, takeToken } from '../db/tokens';
import { isUniqueViolation } from '../db/unique';
import { findUser, updateUser } from '../db/users';
import { auditOwn } from './audit';
import type { Deps } from './deps';
import { ensureGatewayUser } from './ensure-gateway-user';
import { keepGatewayUser } from './keep-gateway-user';
import { throttle } from './throttle';

const VALID_HOURS = 24;

/** Sends the link that proves the account's address. `next` is where using it leads. */
export async function sendConfirmation(deps: Deps, userId: string, next?: string): Promise<void> {
  const user = await findUser(deps.db, userId);
  if (!user || user.emailVerified) return;
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
      name: user.name,
      url: linkTo(deps, token, next),
      validHours: VALID_HOURS,
    },
  });
}

/** The same on request, so many times an hour. */
export async function resendConfirmation(
  deps: Deps,
  userId: string,
): Promise<{ kind: 'sent' } | { kind: 'wait'; message: string }> {
  const throttled = await throttle(deps, 'confirmation', userId);
  if (throttled.kind === 'wait') return throttled;
  await sendConfirmation(deps, userId);
  return { kind: 'sent' };
}

export async function readConfirmation(
  deps: Deps,
  token: string,
): Promise<{ kind: 'open'; email: string } | { kind: 'over' }> {
  const known = await findToken(deps, token, peekToken);
  return known ? { kind: 'open', email: known.email } : { kind: 'over' };
}

export type ConfirmOutcome =
  | { kind: 'confirmed'; userId: string; mayEnter: boolean }
  | { kind: 'over' }
  | { kind: 'taken' };

/** Uses the link up: the address is the account's, and proven. */
export async function confirmEmail(deps: Deps, token: string): Promise<ConfirmOutcome> {
  const known = await findToken(deps, token, takeToken);
  const user = known && (await findUser(deps.db, known.userId));
  if (!known || !user || user.closingAt) return { kind: 'over' };
  if (known.purpose === 'new-email') return changeTo(deps, user, known.email);
  if (known.email !== user.email) return { kind: 'over' };
  const isFirst = user.emailVerified === null;
  await updateUser(deps.db, user.id, { emailVerified: new Date() });
  await auditOwn(deps, user.id, 'account.email-confirmed');
  await quietly(deps, user.id, () => ensureGatewayUser(deps, user.id));
  // The first message of an account that has to confirm first is also its first way in.
  const mayEnter = deps.settings.signUp === 'confirm-first' && isFirst && user.totpSince === null;
  return { kind: 'confirmed', userId: user.id, mayEnter };
}

export function emailToConfirm(deps: Deps, userId: string): Promise<string | null> {
  return pendingEmail(deps.db, userId);
}

async function changeTo(
  deps: Deps,
  user: { id: string; name: string; email: string },
  email: string,
): Promise<ConfirmOutcome> {
  try {
    await updateUser(deps.db, user.id, { email, emailVerified: new Date() });
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'taken' };
    throw error;
  }
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: { kind: 'email-changed', name: user.name, newEmail: email },
  });
  await auditOwn(deps, user.id, 'account.email-changed');
  await quietly(deps, user.id, () => keepGatewayUser(deps, user.id));
  return { kind: 'confirmed', userId: user.id, mayEnter: false };
}

type Find = typeof peekToken;

/** One page serves both kinds of link. */
async function findToken(deps: Deps, token: string, find: Find): Promise<KnownToken | null> {
  return (
    (await find(deps.db, { token, purpose: 'confirm-email' })) ??
    (await find(deps.db, { token, purpose: 'new-email' }))
  );
}

/** The gateway's user follows; when the gateway is away, the scheduled repair catches up. */
async function quietly(deps: Deps, userId: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.log.error({ userId, err: error }, 'gateway user not brought up to date');
  }
}

function linkTo(deps: Deps, token: string, next?: string): string {
  const url = new URL('/confirm-email', deps.settings.appUrl);
  url.searchParams.set('token', token);
  if (next) url.searchParams.set('next', next);
  return url.href;
}
