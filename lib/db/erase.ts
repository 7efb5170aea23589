import type { PrismaClient } from './generated/client';

/**
 * Erases a person in one transaction. The row stays as a number without a name, because invoices, their subscriptions
 * and metered usage refer to it and must be kept.
 */
export async function eraseUser(
  db: PrismaClient,
  { userId, at }: { userId: string; at: Date },
): Promise<void> {
  await db.$transaction([
    db.session.deleteMany({ where: { userId } }),
    db.account.deleteMany({ where: { userId } }),
    db.recoveryCode.deleteMany({ where: { userId } }),
    db.verificationToken.deleteMany({ where: { identifier: userId } }),
    db.mailMessage.deleteMany({ where: { userId } }),
    db.auditEntry.updateMany({
      where: { OR: [{ actor: userId }, { targetType: 'user', targetId: userId }] },
      data: { address: null },
    }),
    db.auditEntry.create({
      data: { at, actor: userId, action: 'account.closed', targetType: 'user', targetId: userId },
    }),
    // The provider keeps what is on its invoices.
    db.billingCustomer.updateMany({
      where: { userId },
      data: { detailsDueAt: null, cardHash: null },
    }),
    // Names of subscriptions are the person's own text.
    db.subscription.updateMany({ where: { userId }, data: { name: 'Closed account' } }),
    db.user.update({
      where: { id: userId },
      data: {
        name: 'Closed account',
        email: `${userId}@closed.invalid`,
        emailVerified: null,
        passwordHash: null,
        totpSecret: null,
        totpSince: null,
        totpLastStep: null,
        gatewayUserAt: null,
        gatewayUserId: null,
        gatewayBlocked: false,
        closedAt: new Date(),
      },
    }),
  ]);
}
