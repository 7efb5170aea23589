import type { PrismaClient } from './generated/client';

/** Closed accounts, other than the asking one, that are known by one of these hashes. */
export async function findClosedDebtors(
  db: PrismaClient,
  input: { kind: 'email' | 'card'; hashes: readonly string[]; except: string },
): Promise<string[]> {
  if (input.hashes.length === 0) return [];
  const rows = await db.closedDebtor.findMany({
    where: {
      kind: input.kind,
      hash: { in: [...input.hashes] },
      userId: { not: input.except },
    },
    select: { userId: true },
  });
  return [...new Set(rows.map(({ userId }) => userId))];
}

export async function putClosedDebtor(
  db: PrismaClient,
  input: {
    userId: string;
    email: string;
    cards: readonly string[];
    closedAt: Date;
    keptUntil: Date;
  },
): Promise<void> {
  const { userId, closedAt, keptUntil } = input;
  const one = (kind: string, hash: string) => ({ kind, hash, userId, closedAt, keptUntil });
  await db.closedDebtor.createMany({
    data: [one('email', input.email), ...input.cards.map((hash) => one('card', hash))],
    skipDuplicates: true,
  });
}

/** Closed accounts that are still remembered and were closed before an instant. */
export async function listClosedDebtors(
  db: PrismaClient,
  input: { closedBefore: Date; limit: number },
): Promise<string[]> {
  const rows = await db.closedDebtor.findMany({
    where: { closedAt: { lt: input.closedBefore }, kind: 'email' },
    orderBy: { closedAt: 'asc' },
    take: input.limit,
    select: { userId: true },
  });
  return rows.map(({ userId }) => userId);
}

export async function forgetDebtor(db: PrismaClient, userId: string): Promise<void> {
  await db.closedDebtor.deleteMany({ where: { userId } });
}

export async function forgetDebtorsUntil(db: PrismaClient, now: Date): Promise<void> {
  await db.closedDebtor.deleteMany({ where: { keptUntil: { lte: now } } });
}

/** Cards that this owner's customers pay with, as keyed hashes. */
export async function listCardHashes(db: PrismaClient, userId: string): Promise<string[]> {
  const rows = await db.billingCustomer.findMany({
    where: { userId, cardHash: { not: null } },
    select: { cardHash: true },
  });
  return rows.flatMap(({ cardHash }) => (cardHash === null ? [] : [cardHash]));
}

/** Other owners with an account of their own whose customers pay with one of these cards. */
export async function findOwnersWithCard(
  db: PrismaClient,
  input: { hashes: readonly string[]; except: string },
): Promise<string[]> {
  if (input.hashes.length === 0) return [];
  const rows = await db.billingCustomer.findMany({
    where: {
      cardHash: { in: [...input.hashes] },
      userId: { not: input.except },
      user: { closedAt: null },
    },
    select: { userId: true },
    distinct: ['userId'],
    take: 100,
  });
  return rows.map(({ userId }) => userId);
}

export async function setCardHash(
  db: PrismaClient,
  customerId: string,
  cardHash: string,
): Promise<void> {
  await db.billingCustomer.update({ where: { id: customerId }, data: { cardHash } });
}
