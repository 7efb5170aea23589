import { findUser, findUserByGatewayId } from '../../db/users';
import { AppError } from '../../kit/app-error';
import type { GatewayUser } from '../../ports/api-gateway';
import type { Needs } from '../deps';

export type PortalMatch =
  /** The signed-in user is the one that the portal speaks of. */
  | 'same'
  /** It would be, once the email address is confirmed. */
  | 'unconfirmed'
  | 'other';

/**
 * Whether the portal's user is the signed-in one. A portal that kept its own sign-in knows people by ids of its own:
 * these are matched by the email of the gateway's user, and only against an address that was proven. Changes nothing;
 * the first write to the gateway ties the two together (ensureGatewayUser).
 */
export async function matchPortalUser(
  deps: Needs<'db' | 'gateway'>,
  input: { userId: string; portalUserId: string },
): Promise<PortalMatch> {
  const { userId, portalUserId } = input;
  const user = await findUser(deps.db, userId);
  if (!user) return 'other';
  if (portalUserId === user.id || portalUserId === user.gatewayUserId) return 'same';
  // Known by another id already, or the portal's user belongs to somebody else here.
  if (user.gatewayUserId !== null || user.gatewayUserAt !== null) return 'other';
  if (await findUser(deps.db, portalUserId)) return 'other';
  if (await findUserByGatewayId(deps.db, portalUserId)) return 'other';
  const there = await readUser(deps, portalUserId);
  if (there?.email.toLowerCase() !== user.email) return 'other';
  return user.emailVerified === null ? 'unconfirmed' : 'same';
}

/** Whether a user of the portal's own has this account's email, which nobody has proven yet. */
export async function isTakenByPortalUser(
  deps: Needs<'db' | 'gateway'>,
  userId: string,
): Promise<boolean> {
  const user = await findUser(deps.db, userId);
  if (!user || user.gatewayUserAt !== null || user.emailVerified !== null) return false;
  const there = await deps.gateway.findUserByEmail(user.email);
  return there !== null && there.id !== user.id;
}

/** An id that no person of the portal may have (its administrator's) is nobody's. */
async function readUser(deps: Needs<'gateway'>, portalUserId: string): Promise<GatewayUser | null> {
  try {
    return await deps.gateway.readUser(portalUserId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-request') return null;
    throw error;
  }
}
