import type { User } from '../../db/generated/client';
import {
  blockedUsers,
  findUser,
  markGatewayUser,
  updateUser,
  usersByGatewayIds,
  usersToCompare,
} from '../../db/users';
import type { GatewayUser } from '../../ports/api-gateway';
import { audit } from '../audit/audit';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { ensureGatewayUser, ensureKnown } from './ensure-gateway-user';

/** Updates the gateway's user to match ours: after a change here, and when somebody changed it there. */
export async function syncGatewayUser(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  userId: string,
): Promise<void> {
  const user = await findUser(deps.db, userId);
  if (!user || user.closingAt || !user.gatewayUserAt) return;
  // Marked as due first: if a later step fails, the next sweep repeats it.
  await updateUser(deps.db, userId, { gatewayCheckedAt: null });
  await compare(deps, user);
}

const COMPARE_EVERY_MS = 24 * 3600_000;

/** Compares users with the gateway's, the longest unseen first: gone ones are made again, names and emails repaired. */
export async function repairGatewayUsers(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  limit: number,
): Promise<{ compared: number; failures: Failure[] }> {
  const report = { compared: 0, failures: [] as Failure[] };
  const before = new Date(Date.now() - COMPARE_EVERY_MS);
  for (const user of await usersToCompare(deps.db, { before, limit })) {
    try {
      await compare(deps, user);
      report.compared += 1;
    } catch (error) {
      report.failures.push(failureOf(`user ${user.id}`, error));
      await updateUser(deps.db, user.id, { gatewayCheckedAt: new Date() });
    }
  }
  return report;
}

/** Whether the gateway lets the user in, asked now. A user that it lost is made again. */
export async function gatewayStanding(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  userId: string,
): Promise<'fine' | 'blocked'> {
  await ensureGatewayUser(deps, userId);
  const user = await findUser(deps.db, userId);
  return user ? compare(deps, user) : 'fine';
}

/**
 * Whether keys of this user would be refused, asked now. When the gateway doesn't answer, what was last known decides: a
 * shop that is closed whenever Azure is slow helps nobody.
 */
export async function isRefusedAtGateway(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  userId: string,
): Promise<boolean> {
  const user = await findUser(deps.db, userId);
  return user !== null && (await standingNow(deps, user)) === 'blocked';
}

/** The same before something is sold: a user whom the gateway has lost is made again, or the key would have no owner. */
export async function mayBeSold(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  user: User,
): Promise<boolean> {
  const { gatewayId, there } = await ensureKnown(deps, user);
  const known = { ...user, gatewayUserId: gatewayId };
  const standing = there ? await noteStanding(deps, known, there) : await standingNow(deps, known);
  return (standing === 'gone' ? await gatewayStanding(deps, user.id) : standing) === 'fine';
}

async function standingNow(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  user: User,
): Promise<Standing> {
  try {
    return await noteStanding(
      deps,
      user,
      await deps.gateway.readUser(user.gatewayUserId ?? user.id),
    );
  } catch (error) {
    deps.log.warn({ userId: user.id, err: error }, 'standing at the gateway not read');
    return user.gatewayBlocked ? 'blocked' : 'fine';
  }
}

type Standing = 'fine' | 'blocked' | 'gone';

async function noteStanding(
  deps: Needs<'clock' | 'db' | 'log' | 'requestAddress'>,
  user: User,
  there: GatewayUser | null,
): Promise<Standing> {
  await noteBlocked(deps, user, there);
  if (!there) return 'gone';
  return there.state === 'blocked' ? 'blocked' : 'fine';
}

/** Notes everybody whom the gateway has blocked or lets in again: one list there, however many users there are. */
export async function refreshBlockedUsers(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
): Promise<number> {
  const ids: string[] = [];
  for await (const id of deps.gateway.listBlockedUsers()) ids.push(id);
  const blocked = await usersByGatewayIds(deps.db, ids);
  for (const user of blocked) {
    if (ids.includes(user.gatewayUserId ?? user.id)) await setBlocked(deps, user, true);
  }
  // Who was blocked and is not in that list is asked for: the list may be seconds old.
  const known = new Set(blocked.map(({ id }) => id));
  for (const id of await blockedUsers(deps.db)) {
    if (!known.has(id)) await isRefusedAtGateway(deps, id);
  }
  return blocked.length;
}

/** The same for a page: asks only about who is known to be blocked, so that an unblocked user sees it at once. */
export async function isBlockedAtGateway(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  userId: string,
): Promise<boolean> {
  const user = await findUser(deps.db, userId);
  if (!user?.gatewayBlocked) return false;
  try {
    return (await compare(deps, user)) === 'blocked';
  } catch (error) {
    deps.log.warn({ userId, err: error }, 'standing at the gateway not read');
    return true;
  }
}

async function compare(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  user: User,
): Promise<'fine' | 'blocked'> {
  const gatewayId = user.gatewayUserId ?? user.id;
  const there = await deps.gateway.readUser(gatewayId);
  await noteBlocked(deps, user, there);
  // Written only when something differs; an administrator's block is left unchanged.
  await deps.gateway.ensureUser({ id: gatewayId, email: user.email, name: user.name });
  await updateUser(deps.db, user.id, { gatewayCheckedAt: new Date() });
  await markGatewayUser(deps.db, user.id, await deps.clock.now());
  return there?.state === 'blocked' ? 'blocked' : 'fine';
}

/** Reported once, when it changes: to the operator in the log, to both in the audit log. */
async function noteBlocked(
  deps: Needs<'clock' | 'db' | 'log' | 'requestAddress'>,
  user: User,
  there: GatewayUser | null,
): Promise<void> {
  await setBlocked(deps, user, there?.state === 'blocked');
}

async function setBlocked(
  deps: Needs<'clock' | 'db' | 'log' | 'requestAddress'>,
  user: User,
  isBlocked: boolean,
): Promise<void> {
  if (isBlocked === user.gatewayBlocked) return;
  await updateUser(deps.db, user.id, { gatewayBlocked: isBlocked });
  await audit(deps, {
    actor: 'system',
    action: isBlocked ? 'account.blocked' : 'account.unblocked',
    targetType: 'user',
    targetId: user.id,
  });
  deps.log.warn(
    { userId: user.id, isBlocked },
    'an administrator of API Management changed a user',
  );
}
