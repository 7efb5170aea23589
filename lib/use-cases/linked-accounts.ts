import { findAccount, linkAccount, listAccounts, unlinkAccount } from '../db/accounts';
import { isUniqueViolation } from '../db/unique';
import { createUser, findUser, findUserByEmail } from '../db/users';
import { emailField, nameField } from './account-fields';
import { auditOwn } from './audit';
import type { Deps } from './deps';
import { ensureGatewayUser } from './ensure-gateway-user';

export interface ProviderIdentity {
  provider: string;
  providerName: string;
  /** The provider's own, lasting id of the person. Never the e-mail, which can change hands. */
  providerAccountId: string;
  email: string | null;
  /** The provider says that it has proven the e-mail. */
  isEmailProven: boolean;
  name: string | null;
}

export type ProviderSignIn =
  | { kind: 'ok'; userId: string }
  | { kind: 'second-factor'; userId: string }
  /** An account with this e-mail is there; it must be entered by its own means once, to link. */
  | { kind: 'link-first' }
  | { kind: 'email-not-proven' };

/**
 * Signs in with a provider. A known link counts, whatever the e-mail says now. Without one, an account is made
 * or joined only where both sides have proven the e-mail: otherwise an account made with somebody else's address
 * beforehand, or at a careless provider, would open the other's.
 */
export async function signInWithProvider(
  deps: Deps,
  identity: ProviderIdentity,
  /** Who is signed in here already, and so may link whatever account. */
  signedInUserId: string | null,
): Promise<ProviderSignIn> {
  const known = await findAccount(deps.db, identity);
  if (known) return enter(deps, known.userId, identity);
  if (signedInUserId) return link(deps, signedInUserId, identity);
  const email = emailField.safeParse(identity.email);
  if (!email.success || !identity.isEmailProven) return { kind: 'email-not-proven' };
  const existing = await findUserByEmail(deps.db, email.data);
  if (existing) {
    if (existing.emailVerified === null || existing.closingAt) return { kind: 'link-first' };
    return link(deps, existing.id, identity);
  }
  return join(deps, identity, email.data);
}

async function join(
  deps: Deps,
  identity: ProviderIdentity,
  email: string,
): Promise<ProviderSignIn> {
  const id = deps.newId();
  const named = nameField.safeParse(identity.name);
  const name = named.success ? named.data : (email.split('@')[0] ?? email);
  try {
    await createUser(deps.db, { id, name, email, passwordHash: null, emailVerified: new Date() });
  } catch (error) {
    // Somebody signed up with it a moment ago.
    if (isUniqueViolation(error)) return { kind: 'link-first' };
    throw error;
  }
  await auditOwn(deps, id, 'account.created', { provider: identity.provider });
  try {
    await ensureGatewayUser(deps, id);
  } catch (error) {
    deps.log.error({ userId: id, err: error }, 'gateway user not created at sign-up');
  }
  return link(deps, id, identity);
}

async function link(
  deps: Deps,
  userId: string,
  identity: ProviderIdentity,
): Promise<ProviderSignIn> {
  const { provider, providerAccountId } = identity;
  try {
    await linkAccount(deps.db, { userId, provider, providerAccountId });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const winner = await findAccount(deps.db, identity);
    if (winner?.userId !== userId) return { kind: 'link-first' };
  }
  const user = await findUser(deps.db, userId);
  if (user) {
    await auditOwn(deps, userId, 'account.provider-linked', { provider });
    await deps.mail.queue({
      to: user.email,
      userId,
      content: {
        kind: 'provider-linked',
        name: user.name,
        provider: identity.providerName,
        settingsUrl: `${deps.settings.appUrl}/account/settings`,
      },
    });
  }
  return enter(deps, userId, identity);
}

async function enter(
  deps: Deps,
  userId: string,
  identity: ProviderIdentity,
): Promise<ProviderSignIn> {
  const user = await findUser(deps.db, userId);
  if (!user || user.closingAt) return { kind: 'link-first' };
  if (user.totpSince) return { kind: 'second-factor', userId };
  await auditOwn(deps, userId, 'account.signed-in', { provider: identity.provider });
  return { kind: 'ok', userId };
}

export async function viewLinkedAccounts(
  deps: Deps,
  userId: string,
): Promise<{ provider: string; since: Date }[]> {
  const accounts = await listAccounts(deps.db, userId);
  return accounts.map(({ provider, createdAt }) => ({ provider, since: createdAt }));
}

/** The last way in stays. */
export async function unlinkProvider(
  deps: Deps,
  input: { userId: string; provider: string },
): Promise<{ kind: 'done' } | { kind: 'last-way-in' }> {
  const [user, accounts] = await Promise.all([
    findUser(deps.db, input.userId),
    listAccounts(deps.db, input.userId),
  ]);
  const others = accounts.filter((account) => account.provider !== input.provider);
  if (!user?.passwordHash && others.length === 0) return { kind: 'last-way-in' };
  const removed = await unlinkAccount(deps.db, input);
  if (removed > 0) {
    await auditOwn(deps, input.userId, 'account.provider-unlinked', { provider: input.provider });
  }
  return { kind: 'done' };
}
