import type { BillingCustomer, InvoiceStanding, Prisma, PrismaClient } from './generated/client';

export type StandingFacts = Omit<
  InvoiceStanding,
  'takenBackMinor' | 'collectAttempts' | 'collectNextAt' | 'linkMailedAt'
>;

/** Records what was read; an older reading never replaces a newer one. */
export async function putStanding(db: PrismaClient, facts: StandingFacts): Promise<void> {
  const { id, ...rest } = facts;
  const { count } = await db.invoiceStanding.updateMany({
    where: { id, readAt: { lte: facts.readAt } },
    data: rest,
  });
  if (count > 0) return;
  await db.invoiceStanding.createMany({ data: [facts], skipDuplicates: true });
}

/** Whether the owner has ever paid an invoice above zero that was not refunded completely. */
export async function hasPaidBefore(db: PrismaClient, userId: string): Promise<boolean> {
  const paid = await db.invoiceStanding.findFirst({
    where: { userId, state: 'paid', paidMinor: { gt: db.invoiceStanding.fields.takenBackMinor } },
    select: { id: true },
  });
  return paid !== null;
}

/**
 * Invoices that are open or were written off. Nothing can be paid any more by a customer that the provider has deleted.
 */
export async function listOpenStandings(
  db: PrismaClient,
  userIds: readonly string[],
): Promise<InvoiceStanding[]> {
  const open = await db.invoiceStanding.findMany({
    where: { userId: { in: [...userIds] }, state: { in: ['open', 'uncollectible'] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  // Most owners owe nothing, and are asked no second question.
  if (open.length === 0) return [];
  const deleted = await db.billingCustomer.findMany({
    where: { userId: { in: [...userIds] }, deletedAt: { not: null } },
    select: { providerId: true },
  });
  const gone = new Set(deleted.map(({ providerId }) => providerId));
  return open.filter(({ customerId }) => !gone.has(customerId));
}

export function findStanding(db: PrismaClient, id: string): Promise<InvoiceStanding | null> {
  return db.invoiceStanding.findUnique({ where: { id } });
}

export async function updateStanding(
  db: PrismaClient,
  id: string,
  data: Prisma.InvoiceStandingUncheckedUpdateInput,
): Promise<void> {
  await db.invoiceStanding.update({ where: { id }, data });
}

/** Customers whose invoices were never read as a whole: all of them right after this version is installed. */
export function customersToRead(
  db: PrismaClient,
  input: { userId?: string; limit: number },
): Promise<BillingCustomer[]> {
  return db.billingCustomer.findMany({
    where: {
      standingsReadAt: null,
      providerId: { not: null },
      ...(input.userId === undefined ? {} : { userId: input.userId }),
    },
    orderBy: { createdAt: 'asc' },
    take: input.limit,
  });
}

export async function markStandingsRead(
  db: PrismaClient,
  customerId: string,
  at: Date,
): Promise<void> {
  await db.billingCustomer.update({ where: { id: customerId }, data: { standingsReadAt: at } });
}

/** Live subscriptions of an owner that we have suspended: a payment may reopen them. */
export async function listSuspendedOf(db: PrismaClient, userId: string): Promise<string[]> {
  const rows = await db.subscription.findMany({
    where: { userId, liveKey: { not: null }, suspendedFor: { not: '' } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** All live subscriptions of an owner that are paid for. */
export async function listLiveOf(db: PrismaClient, userId: string): Promise<string[]> {
  const rows = await db.subscription.findMany({
    where: { userId, liveKey: { not: null }, providerId: { not: null } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export async function owesNothing(db: PrismaClient, userId: string): Promise<boolean> {
  const owed = await db.invoiceStanding.findFirst({
    where: { userId, state: { in: ['draft', 'open', 'uncollectible'] }, remainingMinor: { gt: 0 } },
    select: { id: true },
  });
  return owed === null;
}

export type EndedInvoice = InvoiceStanding & { subscriptionId: string; endedAt: Date };

/** Open invoices of subscriptions that have ended, those whose next attempt is due. */
export async function listInvoicesOfEnded(
  db: PrismaClient,
  input: { now: Date; limit: number },
): Promise<EndedInvoice[]> {
  return db.$queryRaw<EndedInvoice[]>`
    SELECT i.*, s."endedAt" FROM "InvoiceStanding" i
    JOIN "Subscription" s ON s."id" = i."subscriptionId"
    WHERE s."endedAt" IS NOT NULL AND s."activatedAt" IS NOT NULL
      AND i."state" IN ('open', 'draft') AND i."remainingMinor" > 0 AND i."linkMailedAt" IS NULL
      AND (i."collectNextAt" IS NULL OR i."collectNextAt" <= ${input.now})
    ORDER BY i."collectNextAt" NULLS FIRST, i."id" LIMIT ${input.limit}`;
}
