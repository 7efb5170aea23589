import { findAccount, linkAccount, listAccounts, unlinkUnlessLast } from '../../db/accounts';
import { isUniqueViolation } from '../../db/unique';
import { createUser, findUser, findUserByEmail } from '../../db/users';
import { nameInMail } from '../../kit/name-in-mail';
import { auditOwn } from '../audit/audit';
import { type Asker, checkOwner, type OwnerCheck } from '../checkout/check-owner';
import type { Needs } from '../deps';
import { ensureGatewayUser } from '../gateway-users/ensure-gateway-user';
import { emailField, nameField } from './internal/account-fields';

/** Somebody at a provider, by the provider's own, lasting id. Never by the email, which can change hands. */
export interface ProviderAccount {
  provider: string;
  providerName: string;
  providerAccountId: string;
}

export interface ProviderIdentity extends ProviderAccount {
  email: string | null;
  /** The provider says that it has proven the email. */
  isEmailProven: boolean;
  name: string | null;
}

export type ProviderSignIn =
  | { kind: 'ok'; userId: string }
  | { kind: 'second-factor'; userId: string }
  /** An account with this email exists; its owner must sign in to it once by its own means, to link. */
  | { kind: 'link-first'; userId: string }
  | { kind: 'closed' }
  | { kind: 'email-not-proven' };

/**
 * Signs in with a provider. A known link counts, whatever the email says now. Without one a new account is created,
 * when the provider has proven the email. An existing account with this email is never joined because of the email
 * alone: its owner signs in by its own means first (decision 0020).
 */
export async function signInWithProvider(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'newId' | 'requestAddress'>,
  identity: ProviderIdentity,
): Promise<ProviderSignIn> {
  const known = await findAccount(deps.db, identity);
  if (known) return enter(deps, known.userId, identity);
  const email = emailField.safeParse(identity.email);
  if (!email.success || !identity.isEmailProven) return { kind: 'email-not-proven' };
  const existing = await findUserByEmail(deps.db, email.data);
  if (!existing) return join(deps, identity, email.data);
  return existing.closingAt ? { kind: 'closed' } : { kind: 'link-first', userId: existing.id };
}

async function join(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'newId' | 'requestAddress'>,
  identity: ProviderIdentity,
  email: string,
): Promise<ProviderSignIn> {
  const id = deps.newId();
  const named = nameField.safeParse(identity.name);
  // A name that is not allowed here is replaced by the part before the @.
  const name = named.success ? named.data : wordsOf(email.split('@')[0] ?? '');
  const { provider, providerAccountId } = identity;
  try {
    await createUser(deps.db, {
      id,
      name,
      email,
      passwordHash: null,
      emailVerified: new Date(),
      // In one piece: an account without a way in would keep its address from everybody.
      account: { provider, providerAccountId },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody signed up with it a moment ago, perhaps this very person in another tab.
    return signInWithProvider(deps, identity);
  }
  await auditOwn(deps, id, 'account.created', { provider });
  try {
    await ensureGatewayUser(deps, id);
  } catch (error) {
    deps.log.error({ userId: id, err: error }, 'gateway user not created at sign-up');
  }
  return enter(deps, id, identity);
}

function wordsOf(mailbox: string): string {
  return (
    mailbox
      .replaceAll(/[^a-z0-9]+/gi, ' ')
      .trim()
      .slice(0, 100) || 'Member'
  );
}

async function enter(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  userId: string,
  { provider }: ProviderAccount,
): Promise<ProviderSignIn> {
  const user = await findUser(deps.db, userId);
  if (!user || user.closingAt) return { kind: 'closed' };
  if (user.totpSince) return { kind: 'second-factor', userId };
  await auditOwn(deps, userId, 'account.signed-in', { provider });
  return { kind: 'ok', userId };
}

/** Links a provider's account to ours. The caller has made sure that one person owns both. */
export async function linkProvider(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress' | 'settings'>,
  input: { userId: string; identity: ProviderAccount },
): Promise<'linked' | 'linked-elsewhere'> {
  const { userId, identity } = input;
  const { provider, providerAccountId } = identity;
  try {
    await linkAccount(deps.db, { userId, provider, providerAccountId });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const known = await findAccount(deps.db, identity);
    return known?.userId === userId ? 'linked' : 'linked-elsewhere';
  }
  await notify(deps, userId, { kind: 'provider-linked', identity });
  return 'linked';
}

export async function viewLinkedAccounts(
  deps: Needs<'db'>,
  userId: string,
): Promise<{ provider: string; since: Date }[]> {
  const accounts = await listAccounts(deps.db, userId);
  return accounts.map(({ provider, createdAt }) => ({ provider, since: createdAt }));
}

/** The last way in stays. */
export async function unlinkProvider(
  deps: Needs<
    'clock' | 'db' | 'log' | 'mail' | 'passwords' | 'requestAddress' | 'settings' | 'telemetry'
  >,
  input: Asker & { provider: string; providerName: string; password: string },
): Promise<{ kind: 'done' } | { kind: 'last-way-in' } | Exclude<OwnerCheck, { kind: 'ok' }>> {
  const owner = await checkOwner(deps, input);
  if (owner.kind !== 'ok') return owner;
  const { userId, provider, providerName } = input;
  const removed = await unlinkUnlessLast(deps.db, { userId, provider });
  if (removed === 'last-way-in') return { kind: 'last-way-in' };
  if (removed > 0) {
    const identity = { provider, providerName, providerAccountId: '' };
    await notify(deps, userId, { kind: 'provider-unlinked', identity });
  }
  return { kind: 'done' };
}

async function notify(
  deps: Needs<'clock' | 'db' | 'mail' | 'requestAddress' | 'settings'>,
  userId: string,
  what: { kind: 'provider-linked' | 'provider-unlinked'; identity: ProviderAccount },
): Promise<void> {
  const { kind, identity } = what;
  const user = await findUser(deps.db, userId);
  if (!user) return;
  await auditOwn(deps, userId, `account.${kind}`, { provider: identity.provider });
  await deps.mail.queue({
    to: user.email,
    userId,
    content: {
      kind,
      name: nameInMail(user),
      provider: identity.providerName,
      settingsUrl: `${deps.settings.appUrl}/account/settings`,
    },
  });
}
