import type { PrismaClient } from './generated/client';

const LOST = { problem: 'gateway-missing' } as const;

/** Subscriptions that the gateway has lost, the longest missing first. */
export function listLostRows(db: PrismaClient, take: number) {
  return db.subscription.findMany({
    where: LOST,
    orderBy: [{ problemAt: 'asc' }, { id: 'asc' }],
    take,
    select: {
      id: true,
      name: true,
      productId: true,
      problemAt: true,
      user: { select: { email: true } },
    },
  });
}

export function countLost(db: PrismaClient): Promise<number> {
  return db.subscription.count({ where: LOST });
}

/** Users that an administrator of the gateway has blocked. */
export function listBlocked(db: PrismaClient, take: number) {
  return db.user.findMany({
    where: { gatewayBlocked: true, closingAt: null },
    orderBy: { email: 'asc' },
    take,
    select: { id: true, email: true, gatewayUserId: true },
  });
}
