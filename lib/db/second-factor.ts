import type { PrismaClient } from './generated/client';

/** Bound to one session: a secret that was shown elsewhere, or copied earlier, is another one. */
interface Pending {
  userId: string;
  sessionId: string;
  sealedSecret: string;
}

export async function putPendingSecret(
  db: PrismaClient,
  { sessionId, userId, sealedSecret }: Pending,
): Promise<void> {
  await db.session.updateMany({
    where: { id: sessionId, userId },
    data: { pendingTotp: sealedSecret, pendingTotpAt: new Date() },
  });
}

/** The secret that this session was shown since then; null when there is none. */
export async function findPendingSecret(
  db: PrismaClient,
  input: { userId: string; sessionId: string; since: Date },
): Promise<string | null> {
  const row = await db.session.findFirst({
    where: { id: input.sessionId, userId: input.userId, pendingTotpAt: { gt: input.since } },
    select: { pendingTotp: true },
  });
  return row?.pendingTotp ?? null;
}

/** With a new password, an earlier secret that somebody may have seen is void. */
export async function forgetPendingSecrets(db: PrismaClient, userId: string): Promise<void> {
  await db.session.updateMany({
    where: { userId, pendingTotp: { not: null } },
    data: { pendingTotp: null, pendingTotpAt: null },
  });
}

/**
 * False when it is on already, or the secret is no longer this session's: of two browsers that turn it on at once, only
 * one has the valid recovery codes.
 */
export function startSecondFactor(
  db: PrismaClient,
  input: Pending & { step: number; codeHashes: string[] },
): Promise<boolean> {
  const { userId, sessionId, sealedSecret, step, codeHashes } = input;
  return db.$transaction(async (tx) => {
    const taken = await tx.session.updateMany({
      where: { id: sessionId, userId, pendingTotp: sealedSecret },
      data: { pendingTotp: null, pendingTotpAt: null },
    });
    if (taken.count === 0) return false;
    const { count } = await tx.user.updateMany({
      where: { id: userId, totpSince: null },
      data: { totpSecret: sealedSecret, totpSince: new Date(), totpLastStep: step },
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

/** Uses a time step once: a code that somebody saw or intercepted can't be used again. */
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
