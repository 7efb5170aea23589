import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { User } from '../../db/generated/client';
import {
  endSecondFactor,
  findPendingSecret,
  putPendingSecret,
  recoveryCodesLeft,
  spendRecoveryCode,
  startSecondFactor,
  takeStep,
} from '../../db/second-factor';
import { deleteSessionsOf } from '../../db/sessions';
import { findUser } from '../../db/users';
import { nameInMail } from '../../kit/name-in-mail';
import { auditOwn } from '../audit/audit';
import { type Asker, checkOwner, type OwnerCheck } from '../checkout/check-owner';
import type { Needs } from '../deps';
import { settleThrottle, throttle, type Wait } from '../throttling/throttle';

const PERIOD_SECONDS = 30;

/** How long a session is shown the same secret and may turn it on. */
const PENDING_MS = 10 * 60_000;

/**
 * A new secret for the authenticator app, stored sealed; nothing is turned on before the first code was correct. It
 * belongs to this session for ten minutes: a secret seen elsewhere or earlier is another one.
 */
export async function prepareSecondFactor(
  deps: Needs<'db' | 'log' | 'vault'>,
  { userId, sessionId }: Pick<Asker, 'userId' | 'sessionId'>,
): Promise<
  { hasPassword: boolean } & (
    | { kind: 'prepared'; secret: string; uri: string }
    | { kind: 'on'; since: Date; codesLeft: number }
  )
> {
  const user = await findUser(deps.db, userId);
  if (!user) throw new Error(`No user ${userId}`);
  const hasPassword = user.passwordHash !== null;
  if (user.totpSince) {
    return {
      kind: 'on',
      hasPassword,
      since: user.totpSince,
      codesLeft: await recoveryCodesLeft(deps.db, userId),
    };
  }
  const sealed = await pendingOf(deps, { userId, sessionId });
  const known = sealed === null ? null : open(deps, sealed);
  const secret = known ?? new Secret({ size: 20 }).base32;
  if (known === null) {
    await putPendingSecret(deps.db, { userId, sessionId, sealedSecret: deps.vault.seal(secret) });
  }
  // The account's label shows in the app's list.
  const uri = new TOTP({ issuer: 'Tollgate', label: user.email, secret }).toString();
  return { kind: 'prepared', hasPassword, secret, uri };
}

function pendingOf(
  deps: Needs<'db'>,
  of: { userId: string; sessionId: string },
): Promise<string | null> {
  return findPendingSecret(deps.db, { ...of, since: new Date(Date.now() - PENDING_MS) });
}

export type SwitchOnOutcome =
  | { kind: 'on'; recoveryCodes: string[] }
  | { kind: 'wrong-code' }
  /** The secret was not shown in this session, or too long ago. */
  | { kind: 'over' }
  | Exclude<OwnerCheck, { kind: 'ok' }>;

export async function switchOnSecondFactor(
  deps: Needs<
    | 'clock'
    | 'db'
    | 'log'
    | 'mail'
    | 'passwords'
    | 'requestAddress'
    | 'settings'
    | 'telemetry'
    | 'vault'
  >,
  input: Asker & { code: string; password: string },
): Promise<SwitchOnOutcome> {
  // Otherwise a borrowed browser could lock its owner out.
  const owner = await checkOwner(deps, input);
  if (owner.kind !== 'ok') return owner;
  const throttled = await throttle(deps, 'second-factor', input.userId);
  if (throttled.kind === 'wait') return throttled;
  const user = await findUser(deps.db, input.userId);
  if (!user || user.totpSince) return { kind: 'wrong-code' };
  const { userId, sessionId } = input;
  const sealedSecret = await pendingOf(deps, { userId, sessionId });
  if (sealedSecret === null) return { kind: 'over' };
  const step = stepOf(deps, sealedSecret, input.code);
  if (step === null) return { kind: 'wrong-code' };
  const recoveryCodes = Array.from({ length: 10 }, newRecoveryCode);
  const started = await startSecondFactor(deps.db, {
    userId,
    sessionId,
    sealedSecret,
    step,
    codeHashes: recoveryCodes.map((code) => hashOf(user.id, code)),
  });
  if (!started) return { kind: 'wrong-code' };
  await settleThrottle(deps, 'second-factor', input.userId);
  // Browsers that came in without it come in again with it.
  await deleteSessionsOf(deps.db, user.id, { except: input.sessionId });
  await notify(deps, user, 'second-factor-on');
  return { kind: 'on', recoveryCodes };
}

export async function switchOffSecondFactor(
  deps: Needs<
    'clock' | 'db' | 'log' | 'mail' | 'passwords' | 'requestAddress' | 'settings' | 'telemetry'
  >,
  input: Asker & { password: string },
): Promise<OwnerCheck> {
  const owner = await checkOwner(deps, input);
  if (owner.kind !== 'ok') return owner;
  const user = await findUser(deps.db, input.userId);
  if (!user?.totpSince) return { kind: 'ok' };
  await endSecondFactor(deps.db, user.id);
  await deleteSessionsOf(deps.db, user.id, { except: input.sessionId });
  await notify(deps, user, 'second-factor-off');
  return { kind: 'ok' };
}

export type CodeOutcome = { kind: 'ok' } | { kind: 'wrong' } | Wait;

/** The second step of signing in: a code of the app, each taken once, or a recovery code. */
export async function checkSecondFactor(
  deps: Needs<
    'clock' | 'db' | 'log' | 'mail' | 'requestAddress' | 'settings' | 'telemetry' | 'vault'
  >,
  input: { userId: string; code: string },
): Promise<CodeOutcome> {
  const throttled = await throttle(deps, 'second-factor', input.userId);
  if (throttled.kind === 'wait') return throttled;
  const user = await findUser(deps.db, input.userId);
  if (!user?.totpSecret || !user.totpSince || user.closingAt) return { kind: 'wrong' };
  const step = stepOf(deps, user.totpSecret, input.code);
  const right =
    step === null
      ? await recover(deps, user, input.code)
      : await takeStep(deps.db, { userId: user.id, step });
  if (!right) {
    await auditOwn(deps, user.id, 'account.code-refused');
    return { kind: 'wrong' };
  }
  await settleThrottle(deps, 'second-factor', input.userId);
  await auditOwn(deps, user.id, 'account.signed-in');
  return { kind: 'ok' };
}

async function recover(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress' | 'settings'>,
  user: User,
  code: string,
): Promise<boolean> {
  const used = await spendRecoveryCode(deps.db, {
    userId: user.id,
    codeHash: hashOf(user.id, code),
  });
  if (!used) return false;
  await auditOwn(deps, user.id, 'account.recovery-code-used');
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: {
      kind: 'recovery-code-used',
      name: nameInMail(user),
      left: await recoveryCodesLeft(deps.db, user.id),
      settingsUrl: `${deps.settings.appUrl}/account/settings/second-factor`,
    },
  });
  return true;
}

/** The time step that a code belongs to, one before and one after allowed; null when it fits none. */
function stepOf(deps: Needs<'log' | 'vault'>, sealed: string, code: string): number | null {
  const plain = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(plain)) return null;
  const secret = open(deps, sealed);
  if (secret === null) return null;
  const totp = new TOTP({ secret, period: PERIOD_SECONDS });
  const timestamp = Date.now();
  const delta = totp.validate({ token: plain, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/**
 * Null after the session secret was changed: then recovery codes are the way in, and the app has to be set up again.
 */
function open(deps: Needs<'log' | 'vault'>, sealed: string): string | null {
  try {
    return deps.vault.open(sealed);
  } catch (error) {
    deps.log.error({ err: error }, 'a second factor was sealed with another session secret');
    return null;
  }
}

async function notify(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress' | 'settings'>,
  user: User,
  kind: 'second-factor-on' | 'second-factor-off',
): Promise<void> {
  await auditOwn(deps, user.id, `account.${kind}`);
  const settingsUrl = `${deps.settings.appUrl}/account/settings`;
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: { kind, name: nameInMail(user), settingsUrl },
  });
}

/** Twenty-four letters and digits that can't be mixed up: 120 random bits, so that a plain hash keeps them. */
function newRecoveryCode(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz023456789';
  const letters = [...randomBytes(24)].map((byte) => alphabet[byte % 32] ?? 'a').join('');
  return letters.replaceAll(/(.{6})(?=.)/g, '$1-');
}

/** 120 random bits can't be guessed back from a plain hash; the user's id keeps equal codes apart. */
function hashOf(userId: string, code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return createHash('sha256').update(`${userId}\n${plain}`, 'utf8').digest('hex');
}
