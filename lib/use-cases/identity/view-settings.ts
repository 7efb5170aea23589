import { findUser } from '../../db/users';
import type { Needs } from '../deps';
import { emailToConfirm } from './confirm-email';
import { viewLinkedAccounts } from './linked-accounts';

export interface SettingsView {
  name: string;
  email: string;
  emailConfirmed: boolean;
  /** The address that waits for its link to be used. */
  emailWaiting: string | null;
  hasPassword: boolean;
  secondFactorSince: Date | null;
  linked: { provider: string; since: Date }[];
}

export async function viewSettings(deps: Needs<'db'>, userId: string): Promise<SettingsView> {
  const [user, emailWaiting, linked] = await Promise.all([
    findUser(deps.db, userId),
    emailToConfirm(deps, userId),
    viewLinkedAccounts(deps, userId),
  ]);
  if (!user) throw new Error(`No user ${userId}`);
  return {
    name: user.name,
    email: user.email,
    emailConfirmed: user.emailVerified !== null,
    emailWaiting,
    hasPassword: user.passwordHash !== null,
    secondFactorSince: user.totpSince,
    linked,
  };
}
