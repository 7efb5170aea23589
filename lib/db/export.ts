import type { PrismaClient } from './generated/client';

export function usageOfUser(
  db: PrismaClient,
  userId: string,
): Promise<{ subscriptionId: string; start: Date; end: Date; calls: bigint }[]> {
  return db.usageWindow.findMany({
    where: { subscription: { userId } },
    orderBy: [{ subscriptionId: 'asc' }, { start: 'asc' }],
    select: { subscriptionId: true, start: true, end: true, calls: true },
  });
}
