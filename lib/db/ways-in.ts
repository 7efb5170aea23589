import type { PrismaClient } from './generated/client';

/** Removes linked providers and the second factor: the ways to sign in other than the password. */
export async function forgetWaysIn(db: PrismaClient, userId: string): Promise<void> {
  await db.$transaction([
    db.account.deleteMany({ where: { userId } }),
    db.recoveryCode.deleteMany({ where: { userId } }),
    db.user.update({
      where: { id: userId },
      data: { totpSecret: null, totpSince: null, totpLastStep: null },
    }),
  ]);
}
