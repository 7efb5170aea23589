-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "gatewayProductId" TEXT,
ADD COLUMN     "nextPlanAt" TIMESTAMPTZ(3),
ADD COLUMN     "nextProductId" TEXT,
ADD COLUMN     "undoneAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Subscription_customerId_nextProductId_idx" ON "Subscription"("customerId", "nextProductId");
