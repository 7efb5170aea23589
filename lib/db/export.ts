import type { PrismaClient } from './generated/client';

const numbers = <T extends Record<string, unknown>>(rows: T[]) =>
  rows.map((row) => ({
    ...row,
    // JSON has no bigint; counts of calls stay far below the point where a number would be rounded.
    ...Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) =>
        typeof value === 'bigint' ? [[name, Number(value)]] : [],
      ),
    ),
  }));

/** Records of a person's subscriptions and account, oldest first, without ids that mean nothing outside. */
export async function rowsOfUser(db: PrismaClient, userId: string) {
  const where = { subscription: { userId } };
  const [usage, shut, periods, reports, lateUsage, customers, messages, codes, invoices, signals] =
    await Promise.all([
      db.usageWindow.findMany({
        where,
        orderBy: [{ subscriptionId: 'asc' }, { start: 'asc' }],
        select: { subscriptionId: true, start: true, end: true, calls: true },
      }),
      db.suspension.findMany({
        where,
        orderBy: { start: 'asc' },
        select: { subscriptionId: true, start: true, end: true },
      }),
      db.billingPeriod.findMany({
        where,
        orderBy: { start: 'asc' },
        select: {
          subscriptionId: true,
          start: true,
          end: true,
          state: true,
          productId: true,
          invoiceId: true,
          callsBilled: true,
          forgivenMinor: true,
          planVersion: { select: { words: true, currency: true } },
        },
      }),
      db.usageReport.findMany({
        where,
        orderBy: { timestamp: 'asc' },
        select: { subscriptionId: true, timestamp: true, total: true, state: true },
      }),
      db.lateUsage.findMany({
        where,
        orderBy: { createdAt: 'asc' },
        select: {
          subscriptionId: true,
          periodStart: true,
          periodEnd: true,
          callsBilled: true,
          callsCounted: true,
          amountMinor: true,
          currency: true,
          state: true,
        },
      }),
      db.billingCustomer.findMany({
        where: { userId },
        orderBy: { ordinal: 'asc' },
        select: { providerId: true, currency: true, createdAt: true, deletedAt: true },
      }),
      // Without their text: an unsent one holds a link that opens the account.
      db.mailMessage.findMany({
        where: { userId },
        orderBy: { createdAt: 'asc' },
        select: { to: true, kind: true, subject: true, createdAt: true, sentAt: true },
      }),
      db.recoveryCode.findMany({
        where: { userId, usedAt: { not: null } },
        select: { usedAt: true },
      }),
      db.invoiceStanding.findMany({
        where: { userId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        // Without the payment link: whoever has it can open the invoice.
        select: {
          id: true,
          subscriptionId: true,
          customerId: true,
          state: true,
          currency: true,
          totalMinor: true,
          remainingMinor: true,
          paidMinor: true,
          takenBackMinor: true,
          collection: true,
          collectAttempts: true,
          collectNextAt: true,
          linkMailedAt: true,
          dueAt: true,
          createdAt: true,
          readAt: true,
        },
      }),
      db.paymentSignal.findMany({
        where: { userId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        select: {
          id: true,
          subscriptionId: true,
          invoiceId: true,
          kind: true,
          state: true,
          amountMinor: true,
          currency: true,
          createdAt: true,
        },
      }),
    ]);
  return {
    usage: numbers(usage),
    suspensions: shut,
    periods: numbers(periods),
    reports: numbers(reports),
    lateUsage: numbers(lateUsage),
    customers,
    invoices,
    signals,
    messages,
    recoveryCodesUsed: codes.map(({ usedAt }) => usedAt),
  };
}

export type RowsOfUser = Awaited<ReturnType<typeof rowsOfUser>>;
