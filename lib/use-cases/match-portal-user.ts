import { findUser, findUserByGatewayId } from '../db/users';
import type { Deps } from './deps';

export type PortalMatch =
  /** The signed-in user is the one that the portal speaks of. */
  | 'same'
  /** It would be, once the e-mail address is confirmed. */
  | 'unconfirmed'
  | 'other';

/**
 * Whether the portal's user is the signed-in one. A portal that kept its own sign-in knows people by ids of its own:
 * these are matched by the e-mail of the gateway's user, and only against an address that was proven. Changes nothing;
 * the first write to the gateway ties the two together (ensureGatewayUser).
 */
export async function matchPortalUser(
  deps: Deps,
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
  const there = await deps.gateway.readUser(portalUserId);
  if (there?.email.toLowerCase() !== user.email) return 'other';
  return user.emailVerified === null ? 'unconfirmed' : 'same';
}
