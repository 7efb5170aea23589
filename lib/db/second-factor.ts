import type { PrismaClient } from './generated/client';

export async function beginSecondFactor(
  db: PrismaClient,
  userId: string,
  sealedSecret: string,
): Promise<void> {
  await db.user.updateMany({
    where: { id: userId, totpSince: null },
    data: { totpSecret: sealedSecret, totpLastStep: null },
  });
}

/** False when it is on already: of two browsers that switch it on at once, one has the recovery codes that count. */
export function startSecondFactor(
  db: PrismaClient,
  input: { userId: string; step: number; codeHashes: string[] },
): Promise<boolean> {
  const { userId, step, codeHashes } = input;
  return db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, totpSince: null, totpSecret: { not: null } },
      data: { totpSince: new Date(), totpLastStep: step },
    });
    if (count === 0) return false;
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({
      data: codeHashes.map((codeHash) => ({ userId, codeHash })),
    });
    return true;
  });
}

export async function endSecondFactor(db: PrismaClient, userId: string): Promise<void> {
  await db.$transaction([
    db.recoveryCode.deleteMany({ where: { userId } }),
    db.user.update({
      where: { id: userId },
      data: { totpSecret: null, totpSince: null, totpLastStep: null },
    }),
  ]);
}

/** Takes a time step once: a code that was seen over a shoulder or on the wire is worth nothing. */
export async function takeStep(
  db: PrismaClient,
  input: { userId: string; step: number },
): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: {
      id: input.userId,
      totpSince: { not: null },
      OR: [{ totpLastStep: null }, { totpLastStep: { lt: input.step } }],
    },
    data: { totpLastStep: input.step },
  });
  return count === 1;
}

export async function spendRecoveryCode(
  db: PrismaClient,
  input: { userId: string; codeHash: string },
): Promise<boolean> {
  const { count } = await db.recoveryCode.updateMany({
    where: { ...input, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

export function recoveryCodesLeft(db: PrismaClient, userId: string): Promise<number> {
  return db.recoveryCode.count({ where: { userId, usedAt: null } });
}
