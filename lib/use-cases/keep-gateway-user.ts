import { findUser, markGatewayUser, updateUser, usersToCompare } from '../db/users';
import type { Deps } from './deps';
import { ensureGatewayUser } from './ensure-gateway-user';

/** Makes the gateway's user say what ours says: after a change here, and when somebody changed it there. */
export async function keepGatewayUser(deps: Deps, userId: string): Promise<void> {
  const user = await findUser(deps.db, userId);
  if (!user || user.closingAt || !user.gatewayUserAt) return;
  // Forgotten first: when what follows fails, the next need or the next sweep does it again.
  await updateUser(deps.db, userId, { gatewayUserAt: null });
  await ensureGatewayUser(deps, userId);
}

const COMPARE_EVERY_MS = 24 * 3600_000;

/** Compares users with the gateway's, the longest unseen first: gone ones are made again, names and e-mails repaired. */
export async function repairGatewayUsers(
  deps: Deps,
  limit: number,
): Promise<{ compared: number; failures: { subject: string; error: string }[] }> {
  const report = { compared: 0, failures: [] as { subject: string; error: string }[] };
  const before = new Date(Date.now() - COMPARE_EVERY_MS);
  for (const user of await usersToCompare(deps.db, { before, limit })) {
    try {
      const gatewayId = user.gatewayUserId ?? user.id;
      const there = await deps.gateway.readUser(gatewayId);
      await updateUser(deps.db, user.id, {
        gatewayCheckedAt: new Date(),
        gatewayBlocked: there?.state === 'blocked',
      });
      // Written only when something differs.
      await deps.gateway.ensureUser({ id: gatewayId, email: user.email, name: user.name });
      await markGatewayUser(deps.db, user.id, await deps.clock.now());
      report.compared += 1;
    } catch (error) {
      report.failures.push({
        subject: `user ${user.id}`,
        error: error instanceof Error ? error.message : String(error),
      });
      await updateUser(deps.db, user.id, { gatewayCheckedAt: new Date() });
    }
  }
  return report;
}
