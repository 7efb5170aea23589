import { z } from 'zod';
import { isUniqueViolation } from '../../db/unique';
import { createUser, findUserByEmail } from '../../db/users';
import { nameInMail } from '../../kit/name-in-mail';
import { auditOwn } from '../audit/audit';
import type { Needs } from '../deps';
import { ensureGatewayUser } from '../gateway-users/ensure-gateway-user';
import { throttle, unlessBusy, type Wait } from '../throttling/throttle';
import { sendConfirmation } from './confirm-email';
import {
  emailField,
  firstPerField,
  leakedPasswordProblem,
  nameField,
  type Problems,
  passwordField,
  passwordProblem,
} from './internal/account-fields';
import { auditNobody, tokenForNobody } from './work-for-nobody';

type SignUpDeps = Needs<
  | 'clock'
  | 'db'
  | 'gateway'
  | 'later'
  | 'log'
  | 'mail'
  | 'newId'
  | 'passwords'
  | 'requestAddress'
  | 'settings'
  | 'telemetry'
>;

export type SignUpField = 'name' | 'email' | 'password';

export type SignUpOutcome =
  /** May be signed in at once. */
  | { kind: 'signed-up'; userId: string }
  /** A message says how to continue; the same for an address with an account and, by setting, for any. */
  | { kind: 'check-mail'; email: string }
  | { kind: 'invalid'; problems: Problems<SignUpField> }
  | Wait;

const input = z.object({ name: nameField, email: emailField, password: passwordField });

/** Makes the account and the gateway's user. Never says that an address has an account (decision 0014). */
export function signUp(deps: SignUpDeps, given: SignUpForm): Promise<SignUpOutcome> {
  return unlessBusy(() => make(deps, given));
}

interface SignUpForm {
  name: string;
  email: string;
  password: string;
  next?: string;
}

async function make(deps: SignUpDeps, given: SignUpForm): Promise<SignUpOutcome> {
  const parsed = input.safeParse(given);
  if (!parsed.success) {
    return { kind: 'invalid', problems: firstPerField(parsed.error.issues) };
  }
  const { name, email, password } = parsed.data;
  const weak = await passwordProblem(password, { name, email });
  if (weak !== null) return { kind: 'invalid', problems: [{ field: 'password', message: weak }] };
  const throttled = await throttle(deps, 'sign-up', email);
  if (throttled.kind === 'wait') return throttled;
  const leaked = await leakedPasswordProblem(deps, password);
  if (leaked !== null) {
    return { kind: 'invalid', problems: [{ field: 'password', message: leaked }] };
  }
  const userId = deps.newId();
  // Hashed before the address is looked up, so that both cases take the same time.
  const passwordHash = await deps.passwords.hash(password);
  try {
    await createUser(deps.db, { id: userId, name, email, passwordHash });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    deps.later('sign-up', () => notifyOwner(deps, email));
    return { kind: 'check-mail', email };
  }
  deps.log.info({ userId }, 'signed up');
  const welcome = async () => {
    await auditOwn(deps, userId, 'account.created');
    await sendConfirmation(deps, userId, given.next);
  };
  if (deps.settings.signUp === 'confirm-first') {
    // After the answer, as for a taken address: the work differs, and its duration would reveal that.
    deps.later('sign-up', welcome);
    return { kind: 'check-mail', email };
  }
  await welcome();
  try {
    await ensureGatewayUser(deps, userId);
  } catch (error) {
    // The account exists; the gateway's user is created when it is first needed.
    deps.log.error({ userId, err: error }, 'gateway user not created at sign-up');
  }
  return { kind: 'signed-up', userId };
}

/** The owner of the address is notified; the caller sees nothing of it. */
async function notifyOwner(
  deps: Needs<'clock' | 'db' | 'log' | 'mail' | 'requestAddress' | 'settings'>,
  email: string,
): Promise<void> {
  const owner = await findUserByEmail(deps.db, email);
  deps.log.info({ userId: owner?.id ?? null }, 'sign-up with a taken address');
  if (!owner) return;
  const { appUrl } = deps.settings;
  // A token for nobody and an entry about nobody: the same work as for a free address, so that the load afterwards
  // reveals nothing.
  await auditNobody(deps, 'account.created');
  await tokenForNobody(deps, email, { purpose: 'confirm-email', validMinutes: 1 });
  await deps.mail.queue({
    to: owner.email,
    userId: owner.id,
    content: {
      kind: 'account-exists',
      name: nameInMail(owner),
      signInUrl: `${appUrl}/sign-in`,
      resetUrl: `${appUrl}/forgot-password`,
    },
  });
}
