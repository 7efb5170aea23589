import type { InvoiceStanding, PrismaClient } from './generated/client';

/** What our rows say of an owner who asks for more credit. */
export interface CreditFacts {
  /** Has paid an invoice above zero once, and not had all of it back. */
  hasPaid: boolean;
  hasOpenDispute: boolean;
  hasFraudWarning: boolean;
  /** Subscriptions whose payment failed, by the provider's latest status. */
  failed: { id: string; payUrl: string | null }[];
  /** Subscriptions of the product that are live, or being changed to it; one that waits for its checkout is neither. */
  liveOfProduct: number;
}

/** In one statement: every checkout waits for it, and for its answer as a whole. */
export async function readCreditFacts(
  db: PrismaClient,
  input: { userId: string; productId: string; except: string | null },
): Promise<CreditFacts> {
  const { userId, productId, except } = input;
  const [facts] = await db.$queryRaw<CreditFacts[]>`
    WITH signal AS (
      SELECT "kind" FROM "PaymentSignal" WHERE "userId" = ${userId} AND "isOpen"),
    sold AS (
      SELECT "id", "status", "endedAt", "payUrl", "liveKey", "productId", "nextProductId"
      FROM "Subscription" WHERE "userId" = ${userId})
    SELECT
      EXISTS (SELECT 1 FROM "InvoiceStanding" WHERE "userId" = ${userId} AND "state" = 'paid'
        AND "paidMinor" > "takenBackMinor") AS "hasPaid",
      EXISTS (SELECT 1 FROM signal WHERE "kind" = 'dispute') AS "hasOpenDispute",
      EXISTS (SELECT 1 FROM signal WHERE "kind" = 'fraud-warning') AS "hasFraudWarning",
      (SELECT coalesce(json_agg(json_build_object('id', "id", 'payUrl', "payUrl")), '[]')
        FROM sold WHERE "endedAt" IS NULL AND "status" IN ('past_due', 'unpaid')) AS "failed",
      (SELECT count(*)::int FROM sold WHERE "liveKey" IS NOT NULL AND "status" <> 'checkout'
        AND "id" IS DISTINCT FROM ${except}
        AND ("productId" = ${productId} OR "nextProductId" = ${productId})) AS "liveOfProduct"`;
  if (!facts) throw new Error('A statement without FROM answers with one row.');
  return facts;
}

/**
 * Invoices that are open or were written off, of the owner and of closed accounts that are known by the address. Of a
 * customer that the provider has deleted nothing can be paid any more.
 */
export function listOwed(
  db: PrismaClient,
  input: { userId: string; emailHash: string },
): Promise<InvoiceStanding[]> {
  return db.$queryRaw<InvoiceStanding[]>`
    SELECT i.* FROM "InvoiceStanding" i
    WHERE i."userId" IN (
        SELECT ${input.userId} UNION
        SELECT "userId" FROM "ClosedDebtor" WHERE "kind" = 'email' AND "hash" = ${input.emailHash})
      AND i."state" IN ('open', 'uncollectible')
      AND NOT EXISTS (SELECT 1 FROM "BillingCustomer" c
        WHERE c."providerId" = i."customerId" AND c."deletedAt" IS NOT NULL)
    ORDER BY i."createdAt", i."id"`;
}
