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

export async function unlinkAccount(
  db: PrismaClient,
  input: { userId: string; provider: string },
): Promise<number> {
  const { count } = await db.account.deleteMany({ where: input });
  return count;
}
