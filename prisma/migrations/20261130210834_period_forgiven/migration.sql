-- AlterTable
ALTER TABLE "BillingPeriod" ADD COLUMN     "forgivenMinor" INTEGER;

-- Who is suspended already: since when, as it was written down then.
INSERT INTO "Suspension" ("subscriptionId", "start")
SELECT s."id", max(a."at")
FROM "Subscription" s
JOIN "AuditEntry" a ON a."targetType" = 'subscription' AND a."targetId" = s."id"
  AND a."action" = 'subscription.suspended'
WHERE s."gatewayState" = 'suspended'
  AND NOT EXISTS (SELECT 1 FROM "Suspension" x WHERE x."subscriptionId" = s."id" AND x."end" IS NULL)
GROUP BY s."id"
ON CONFLICT DO NOTHING;
