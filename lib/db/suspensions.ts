import { isSuspendedThroughout } from '../domain/access/suspended-period';
import type { Period } from '../domain/usage/billing-period';
import type { Prisma, PrismaClient, Suspension } from './generated/client';

/**
 * Records what the gateway has confirmed: our row and the time in which the keys don't work, in one write. With two
 * writes, a process that dies in between would leave a suspension that never began, or one that never ended. Repeating
 * it changes nothing.
 */
export async function writeGatewayState(
  db: PrismaClient,
  input: { subscriptionId: string; at: Date; data: Prisma.SubscriptionUpdateInput },
): Promise<void> {
  const { subscriptionId, at, data } = input;
  const isOpen = data.gatewayState === 'active';
  await db.$transaction([
    db.subscription.update({ where: { id: subscriptionId }, data }),
    ...(isOpen
      ? [db.suspension.updateMany({ where: { subscriptionId, end: null }, data: { end: at } })]
      : []),
    ...(data.gatewayState === 'suspended' ? [begin(db, subscriptionId, at)] : []),
  ]);
}

/** An ongoing suspension continues, and so does one that began and ended in this very instant. */
function begin(db: PrismaClient, subscriptionId: string, at: Date) {
  return db.$executeRaw`
    INSERT INTO "Suspension" ("subscriptionId", "start")
    SELECT ${subscriptionId}, ${at}::timestamptz
    WHERE NOT EXISTS (
      SELECT 1 FROM "Suspension" WHERE "subscriptionId" = ${subscriptionId} AND "end" IS NULL)
    ON CONFLICT ("subscriptionId", "start") DO UPDATE SET "end" = NULL`;
}

/** The suspensions of a subscription, the earliest first. */
export function listSuspensions(db: PrismaClient, subscriptionId: string): Promise<Suspension[]> {
  return db.suspension.findMany({ where: { subscriptionId }, orderBy: { start: 'asc' } });
}

/** Whether the keys of a subscription never worked in a period. */
export async function wasSuspendedThroughout(
  db: PrismaClient,
  input: Period & { subscriptionId: string },
): Promise<boolean> {
  return isSuspendedThroughout(input, await listSuspensions(db, input.subscriptionId));
}
