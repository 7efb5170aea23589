-- DropIndex
DROP INDEX "StripeEvent_handledAt_nextAttemptAt_idx";

-- CreateIndex
CREATE INDEX "StripeEvent_waiting_idx" ON "StripeEvent"("createdAt", "id") WHERE ("handledAt" IS NULL AND "givenUpAt" IS NULL);
