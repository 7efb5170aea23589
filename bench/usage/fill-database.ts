import type { PrismaClient } from '../../lib/db/generated/client';
import { FIRST, PERIOD, PRODUCT, READ_THROUGH, type StripeNames } from './scene';

/**
 * A subscription in the middle of its period for each of the customers at Stripe, named as at the gateway, and a run of a
 * day ago. The first ones are paid for, the rest wait for `sellAll`.
 */
export async function fillDatabase(db: PrismaClient, stripe: StripeNames): Promise<void> {
  const n = stripe.customers.length;
  // `sellAll` takes the rest from here, in another process.
  await db.$executeRawUnsafe('CREATE TABLE "BenchSale" ("id" text PRIMARY KEY, "providerId" text)');
  await db.$executeRaw`
    INSERT INTO "BenchSale" SELECT 'sub-' || lpad((i - 1)::text, 7, '0'), "providerId"
    FROM unnest(${stripe.subscriptions}::text[]) WITH ORDINALITY AS made("providerId", i)`;
  await db.$executeRaw`
    INSERT INTO "User" ("id", "name", "email", "updatedAt")
    SELECT 'user-' || i, 'Ada', 'ada' || i || '@example.com', now() FROM generate_series(0, ${n - 1}) i`;
  await db.$executeRaw`
    INSERT INTO "BillingCustomer" ("id", "userId", "ordinal", "providerId")
    SELECT 'customer-' || (i - 1), 'user-' || (i - 1), 1, "id"
    FROM unnest(${stripe.customers}::text[]) WITH ORDINALITY AS made("id", i)`;
  await db.$executeRaw`
    INSERT INTO "PlanVersion" ("id", "provider", "account", "currency", "priceKey", "productId", "kind",
      "isFromCatalog", "minimumMinor", "words", "createdAt")
    VALUES ('version', 'stripe', 'test', 'usd', 'price_bench', ${PRODUCT}, 'metered', true, 0, ${PRODUCT}, now())`;
  await db.$executeRaw`
    INSERT INTO "Subscription" ("id", "userId", "productId", "name", "customerId", "liveKey", "providerId",
      "status", "gatewayState", "periodStart", "periodEnd", "periodAnchor", "createdAt", "updatedAt",
      "planVersionId")
    SELECT 'sub-' || lpad(i::text, 7, '0'), 'user-' || i, ${PRODUCT}, 'My key', 'customer-' || i,
      'customer-' || i || ':' || ${PRODUCT}, CASE WHEN i < ${FIRST} THEN
        (SELECT "providerId" FROM "BenchSale" WHERE "id" = 'sub-' || lpad(i::text, 7, '0')) END, 'active', 'active', ${PERIOD.start}::timestamptz,
      ${PERIOD.end}::timestamptz, ${PERIOD.start}::timestamptz, ${PERIOD.start}::timestamptz, now(), 'version'
    FROM generate_series(0, ${n - 1}) i`;
  await db.$executeRaw`
    INSERT INTO "BillingPeriod" ("subscriptionId", "start", "end", "planVersionId")
    SELECT "id", "periodStart", "periodEnd", "planVersionId" FROM "Subscription"`;
  await db.$executeRaw`
    INSERT INTO "Run" ("id", "kind", "startedAt", "finishedAt", "outcome", "readThrough")
    VALUES ('a-day-ago', 'usage', ${READ_THROUGH}::timestamptz, ${READ_THROUGH}::timestamptz, 'done',
      ${READ_THROUGH}::timestamptz)`;
  await db.$executeRawUnsafe('ANALYZE');
}

export async function sellAll(db: PrismaClient): Promise<void> {
  await db.$executeRaw`
    UPDATE "Subscription" s SET "providerId" = sale."providerId" FROM "BenchSale" sale
    WHERE sale."id" = s."id" AND s."providerId" IS NULL`;
  await db.$executeRawUnsafe('VACUUM ANALYZE');
}
