import type { PrismaClient } from '../../lib/db/generated/client';
import { FIRST, PERIOD, PRODUCT, READ_THROUGH } from './scene';

/**
 * `n` subscriptions in the middle of their period, named as the upstreams name them, and a run of a day ago. The first
 * ones are paid for, the rest wait for `sellAll`.
 */
export async function fillDatabase(db: PrismaClient, n: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "User" ("id", "name", "email", "updatedAt")
    SELECT 'user-' || i, 'Ada', 'ada' || i || '@example.com', now() FROM generate_series(0, ${n - 1}) i`;
  await db.$executeRaw`
    INSERT INTO "BillingCustomer" ("id", "userId", "ordinal", "providerId")
    SELECT 'customer-' || i, 'user-' || i, 1, 'cus_bench' || lpad(i::text, 7, '0')
    FROM generate_series(0, ${n - 1}) i`;
  await db.$executeRaw`
    INSERT INTO "Subscription" ("id", "userId", "productId", "name", "customerId", "liveKey", "providerId",
      "status", "gatewayState", "periodStart", "periodEnd", "periodAnchor", "createdAt", "updatedAt")
    SELECT 'sub-' || lpad(i::text, 7, '0'), 'user-' || i, ${PRODUCT}, 'My key', 'customer-' || i,
      'customer-' || i || ':' || ${PRODUCT}, CASE WHEN i < ${FIRST} THEN 'sub_bench' || lpad(i::text, 7, '0') END, 'active', 'active', ${PERIOD.start}::timestamptz,
      ${PERIOD.end}::timestamptz, ${PERIOD.start}::timestamptz, ${PERIOD.start}::timestamptz, now()
    FROM generate_series(0, ${n - 1}) i`;
  await db.$executeRaw`
    INSERT INTO "BillingPeriod" ("subscriptionId", "start", "end")
    SELECT "id", "periodStart", "periodEnd" FROM "Subscription"`;
  await db.$executeRaw`
    INSERT INTO "Run" ("id", "kind", "startedAt", "finishedAt", "outcome", "readThrough")
    VALUES ('a-day-ago', 'usage', ${READ_THROUGH}::timestamptz, ${READ_THROUGH}::timestamptz, 'done',
      ${READ_THROUGH}::timestamptz)`;
  await db.$executeRawUnsafe('ANALYZE');
}

export async function sellAll(db: PrismaClient): Promise<void> {
  await db.$executeRaw`UPDATE "Subscription" SET "providerId" = 'sub_bench' || right("id", 7) WHERE "providerId" IS NULL`;
  await db.$executeRawUnsafe('VACUUM ANALYZE');
}
