import type { Prisma, PrismaClient, User } from './generated/client';

export function findUser(db: PrismaClient, userId: string): Promise<User | null> {
  return db.user.findUnique({ where: { id: userId } });
}

export function findUserByEmail(db: PrismaClient, email: string): Promise<User | null> {
  return db.user.findUnique({ where: { email: normalEmail(email) } });
}

/** Throws a unique violation when the email has an account, or the provider's account is linked. */
export function createUser(
  db: PrismaClient,
  user: {
    id: string;
    name: string;
    email: string;
    passwordHash: string | null;
    emailVerified?: Date;
    /** The provider's account that signs in to it. */
    account?: { provider: string; providerAccountId: string };
  },
): Promise<User> {
  const { account, ...fields } = user;
  return db.user.create({
    data: {
      ...fields,
      email: normalEmail(user.email),
      ...(account ? { accounts: { create: { ...account, type: 'oauth' } } } : {}),
    },
  });
}

export async function updateUser(
  db: PrismaClient,
  userId: string,
  data: Prisma.UserUncheckedUpdateInput,
): Promise<void> {
  await db.user.update({ where: { id: userId }, data });
}

export function findUserByGatewayId(db: PrismaClient, gatewayUserId: string): Promise<User | null> {
  return db.user.findUnique({ where: { gatewayUserId } });
}

/** Throws a unique violation when another user of ours has that user of the gateway. */
export async function setGatewayUserId(
  db: PrismaClient,
  input: { userId: string; gatewayUserId: string; at: Date },
): Promise<void> {
  await db.user.update({
    where: { id: input.userId },
    data: { gatewayUserId: input.gatewayUserId, gatewayUserAt: input.at },
  });
}

/** Users that the gateway should know and that were not compared since. */
export function usersToCompare(
  db: PrismaClient,
  input: { before: Date; limit: number },
): Promise<User[]> {
  return db.user.findMany({
    where: {
      closingAt: null,
      gatewayUserAt: { not: null },
      OR: [{ gatewayCheckedAt: null }, { gatewayCheckedAt: { lt: input.before } }],
    },
    orderBy: { gatewayCheckedAt: { sort: 'asc', nulls: 'first' } },
    take: input.limit,
  });
}

/** Users by their ids at the gateway, ours or an earlier one. */
export function usersByGatewayIds(db: PrismaClient, gatewayIds: string[]): Promise<User[]> {
  return db.user.findMany({
    where: {
      closingAt: null,
      OR: [{ id: { in: gatewayIds } }, { gatewayUserId: { in: gatewayIds } }],
    },
  });
}

export async function blockedUsers(db: PrismaClient): Promise<string[]> {
  const rows = await db.user.findMany({
    where: { gatewayBlocked: true, closingAt: null },
    orderBy: { id: 'asc' },
    take: 100,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

export async function usersBeingClosed(db: PrismaClient, limit: number): Promise<string[]> {
  const rows = await db.user.findMany({
    where: { closingAt: { not: null }, closedAt: null },
    orderBy: { closingAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

export async function markGatewayUser(db: PrismaClient, userId: string, at: Date): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { gatewayUserAt: at } });
}

/** One spelling for one mailbox as far as that is safe: domains and, in practice, local parts ignore case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
