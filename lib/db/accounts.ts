import type { Account, PrismaClient } from './generated/client';

export function findAccount(
  db: PrismaClient,
  { provider, providerAccountId }: { provider: string; providerAccountId: string },
): Promise<Account | null> {
  return db.account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
  });
}

export function listAccounts(db: PrismaClient, userId: string): Promise<Account[]> {
  return db.account.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } });
}

/** Throws a unique violation when the provider's account is linked already. */
export async function linkAccount(
  db: PrismaClient,
  input: { userId: string; provider: string; providerAccountId: string },
): Promise<void> {
  await db.account.create({ data: { ...input, type: 'oauth' } });
}

/**
 * Removes a provider while the user has a password or another provider; returns how many links were removed. The user's
 * row is locked, so that of two concurrent removals the second sees what the first left.
 */
export function unlinkUnlessLast(
  db: PrismaClient,
  input: { userId: string; provider: string },
): Promise<number | 'last-way-in'> {
  const { userId, provider } = input;
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    const user = await tx.user.findUnique({ where: { id: userId } });
    const others = await tx.account.count({ where: { userId, provider: { not: provider } } });
    if (!user?.passwordHash && others === 0) return 'last-way-in';
    return (await tx.account.deleteMany({ where: { userId, provider } })).count;
  });
}
