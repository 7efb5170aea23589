import { forgetPendingSecrets } from '../../db/second-factor';
import { deleteSessionsOf } from '../../db/sessions';
import { deleteTokensOf, issueToken } from '../../db/tokens';
import { findUser, findUserByEmail, updateUser } from '../../db/users';
import { addressInMail, nameInMail } from '../../kit/name-in-mail';
import { auditOwn } from '../audit/audit';
import { type Asker, checkOwner } from '../checkout/check-owner';
import { markCustomerDetails, syncCustomerDetails } from '../customers/sync-customer-details';
import type { Needs } from '../deps';
import { syncGatewayUser } from '../gateway-users/sync-gateway-user';
import { throttle, unlessBusy, type Wait } from '../throttling/throttle';
import {
  emailField,
  leakedPasswordProblem,
  nameField,
  passwordProblem,
  problemOf,
} from './internal/account-fields';
import { notifyPasswordChanged } from './reset-password';

type ChangeDeps = Needs<
  'clock' | 'db' | 'log' | 'mail' | 'passwords' | 'requestAddress' | 'settings' | 'telemetry'
>;

export type ChangeOutcome =
  | { kind: 'done' }
  | { kind: 'invalid'; field: 'name' | 'email' | 'password' | 'current'; message: string }
  | Wait;

export async function changeName(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'requestAddress'>,
  input: { userId: string; name: string },
): Promise<ChangeOutcome> {
  const parsed = nameField.safeParse(input.name);
  if (!parsed.success) {
    const message = problemOf(nameField, input.name) ?? 'Enter your name.';
    return { kind: 'invalid', field: 'name', message };
  }
  await markCustomerDetails(deps, input.userId);
  await updateUser(deps.db, input.userId, { name: parsed.data });
  await auditOwn(deps, input.userId, 'account.name-changed');
  await syncCustomerDetails(deps, input.userId);
  await follow(deps, input.userId);
  return { kind: 'done' };
}

const VALID_HOURS = 24;

/** Asks for another address: confirmed by a link sent there, announced at the old one, changed only then. */
export async function askNewEmail(
  deps: ChangeDeps,
  input: Asker & { email: string; password: string },
): Promise<ChangeOutcome> {
  const message = problemOf(emailField, input.email);
  if (message !== null) return { kind: 'invalid', field: 'email', message };
  const email = input.email.trim().toLowerCase();
  const owner = await checkOwner(deps, input);
  if (owner.kind === 'wrong') return { kind: 'invalid', field: 'current', message: owner.message };
  if (owner.kind === 'wait') return owner;
  const throttled = await throttle(deps, 'confirmation', input.userId);
  if (throttled.kind === 'wait') return throttled;
  const user = await findUser(deps.db, input.userId);
  if (!user) return { kind: 'invalid', field: 'email', message: 'This account is closed.' };
  if (user.email === email) {
    return { kind: 'invalid', field: 'email', message: 'This is already your address.' };
  }
  const token = await issueToken(deps.db, {
    userId: user.id,
    purpose: 'new-email',
    email,
    validMinutes: VALID_HOURS * 60,
  });
  const { appUrl } = deps.settings;
  const holder = await findUserByEmail(deps.db, email);
  // The page answers the same when the address has an account; only its owner is notified.
  await deps.mail.queue(
    holder
      ? {
          to: email,
          userId: holder.id,
          content: {
            kind: 'account-exists',
            name: nameInMail(holder),
            signInUrl: `${appUrl}/sign-in`,
            resetUrl: `${appUrl}/forgot-password`,
          },
        }
      : {
          to: email,
          userId: user.id,
          content: {
            kind: 'confirm-new-email',
            name: null,
            url: `${appUrl}/confirm-email?token=${token}`,
            validHours: VALID_HOURS,
          },
        },
  );
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: {
      kind: 'email-changing',
      name: nameInMail(user),
      newEmail: addressInMail(user, email),
      helpUrl: `${appUrl}/account/settings`,
    },
  });
  await auditOwn(deps, user.id, 'account.email-change-asked');
  return { kind: 'done' };
}

/** Ends every other session: whoever knew the old password is signed out. */
export function changePassword(deps: ChangeDeps, input: NewPassword): Promise<ChangeOutcome> {
  return unlessBusy(() => replacePassword(deps, input));
}

type NewPassword = Asker & { current: string; password: string };

async function replacePassword(deps: ChangeDeps, input: NewPassword): Promise<ChangeOutcome> {
  const person = await findUser(deps.db, input.userId);
  const message = person && (await passwordProblem(input.password, person));
  if (message) return { kind: 'invalid', field: 'password', message };
  const owner = await checkOwner(deps, { ...input, password: input.current });
  if (owner.kind === 'wrong') return { kind: 'invalid', field: 'current', message: owner.message };
  if (owner.kind === 'wait') return owner;
  const leaked = await leakedPasswordProblem(deps, input.password);
  if (leaked !== null) return { kind: 'invalid', field: 'password', message: leaked };
  await updateUser(deps.db, input.userId, {
    passwordHash: await deps.passwords.hash(input.password, 'known'),
  });
  await deleteSessionsOf(deps.db, input.userId, { except: input.sessionId });
  await deleteTokensOf(deps.db, input.userId);
  await forgetPendingSecrets(deps.db, input.userId);
  await auditOwn(deps, input.userId, 'account.password-changed');
  const user = await findUser(deps.db, input.userId);
  if (user) await notifyPasswordChanged(deps, user);
  return { kind: 'done' };
}

async function follow(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  userId: string,
): Promise<void> {
  try {
    await syncGatewayUser(deps, userId);
  } catch (error) {
    deps.log.error({ userId, err: error }, 'gateway user not brought up to date');
  }
}
