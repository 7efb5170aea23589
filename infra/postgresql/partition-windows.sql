-- Partitions the windows of usage by month, for installations of a million subscriptions (docs/scaling.md). Run it
-- once, with psql, while the application runs no usage sync: what is there becomes the first partition as it stands
-- and is not copied. Afterwards each month needs its partition before it begins; the last statement makes the next ones.
BEGIN;
ALTER TABLE "UsageWindow" RENAME TO "UsageWindow_before";
ALTER TABLE "UsageWindow_before" RENAME CONSTRAINT "UsageWindow_pkey" TO "UsageWindow_before_pkey";
ALTER INDEX "UsageWindow_start_idx" RENAME TO "UsageWindow_before_start_idx";
ALTER TABLE "UsageWindow_before" DROP CONSTRAINT "UsageWindow_subscriptionId_fkey";

CREATE TABLE "UsageWindow" (LIKE "UsageWindow_before" INCLUDING DEFAULTS) PARTITION BY RANGE ("start");
ALTER TABLE "UsageWindow" ADD CONSTRAINT "UsageWindow_pkey" PRIMARY KEY ("subscriptionId", "start");
CREATE INDEX "UsageWindow_start_idx" ON "UsageWindow" ("start");
ALTER TABLE "UsageWindow" ADD CONSTRAINT "UsageWindow_subscriptionId_fkey"
  FOREIGN KEY ("subscriptionId") REFERENCES "Subscription" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Up to the month after the newest window; then three months more.
DO $$
DECLARE
  first_month timestamptz := date_trunc('month', coalesce((SELECT max("start") FROM "UsageWindow_before"), now()), 'UTC')
    + interval '1 month';
  month timestamptz;
BEGIN
  EXECUTE format('ALTER TABLE "UsageWindow" ATTACH PARTITION "UsageWindow_before" FOR VALUES FROM (MINVALUE) TO (%L)', first_month);
  FOR i IN 0..2 LOOP
    month := first_month + make_interval(months => i);
    EXECUTE format('CREATE TABLE %I PARTITION OF "UsageWindow" FOR VALUES FROM (%L) TO (%L)',
      'UsageWindow_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'), month, month + interval '1 month');
  END LOOP;
END $$;
COMMIT;
