import type { User } from '../../db/generated/client';
import { findUser, markGatewayUser, setGatewayUserId } from '../../db/users';
import { AppError } from '../../kit/app-error';
import type { GatewayUser } from '../../ports/api-gateway';
import { auditOwn } from '../audit/audit';
import type { Needs } from '../deps';

/**
 * Makes sure that the gateway knows the user, and answers under which id: ours, or the one that a user who was there
 * before already had. Asks the gateway only until it is known to.
 */
export async function ensureGatewayUser(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  userId: string,
): Promise<string> {
  const user = await findUser(deps.db, userId);
  if (!user) throw new AppError('not-found', 'This account no longer exists.');
  return (await ensureKnown(deps, user)).gatewayId;
}

/** The same for a user that was read already, with the gateway's user where it had to be asked. */
export async function ensureKnown(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  user: User,
): Promise<{ gatewayId: string; there: GatewayUser | null }> {
  if (user.closingAt) throw new AppError('not-found', 'This account no longer exists.');
  const gatewayId = user.gatewayUserId ?? user.id;
  if (user.gatewayUserAt) return { gatewayId, there: null };
  const there = await deps.gateway
    .ensureUser({ id: gatewayId, email: user.email, name: user.name })
    .catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'email-taken') return error;
      throw error;
    });
  if (there instanceof AppError) return adopt(deps, user, there);
  await markGatewayUser(deps.db, user.id, await deps.clock.now());
  return { gatewayId, there };
}

/**
 * The email is that of a user whom the gateway knew before us (its portal kept its own sign-in). Only who has proven
 * that mailbox gets that user: otherwise signing up with somebody's address would be enough to take their keys.
 */
async function adopt(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  user: User,
  refusal: AppError,
): Promise<{ gatewayId: string; there: GatewayUser }> {
  if (user.gatewayUserId !== null) throw refusal;
  if (user.emailVerified === null) {
    throw new AppError(
      'email-taken',
      'The developer portal already has a user with this email address. Confirm the address with the link in our email to continue as that user.',
      { cause: refusal },
    );
  }
  const there = await deps.gateway.findUserByEmail(user.email);
  if (!there) throw refusal;
  await setGatewayUserId(deps.db, {
    userId: user.id,
    gatewayUserId: there.id,
    at: await deps.clock.now(),
  });
  await auditOwn(deps, user.id, 'account.portal-user-matched', { gatewayUserId: there.id });
  deps.log.info({ userId: user.id, gatewayUserId: there.id }, 'gateway user matched by email');
  return { gatewayId: there.id, there };
}
