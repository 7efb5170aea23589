-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "cursor" JSONB;

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "cancelRequestedAt" TIMESTAMPTZ(3),
ADD COLUMN     "cancelRequestedBy" TEXT,
ADD COLUMN     "cancelSuspendedAt" TIMESTAMPTZ(3),
ADD COLUMN     "problem" TEXT,
ADD COLUMN     "problemAt" TIMESTAMPTZ(3),
ADD COLUMN     "problemDetails" JSONB,
ADD COLUMN     "syncDueAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "LateUsage" (
    "id" TEXT NOT NULL,
    "subscriptionId" TEXT NOT NULL,
    "periodStart" TIMESTAMPTZ(3) NOT NULL,
    "periodEnd" TIMESTAMPTZ(3) NOT NULL,
    "callsBilled" BIGINT NOT NULL,
    "callsCounted" BIGINT NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "LateUsage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LateUsage_subscriptionId_periodStart_idx" ON "LateUsage"("subscriptionId", "periodStart");

-- CreateIndex
CREATE INDEX "LateUsage_state_idx" ON "LateUsage"("state");

-- CreateIndex
CREATE INDEX "Subscription_cancelRequestedAt_idx" ON "Subscription"("cancelRequestedAt");

-- CreateIndex
CREATE INDEX "Subscription_syncDueAt_idx" ON "Subscription"("syncDueAt");

-- AddForeignKey
ALTER TABLE "LateUsage" ADD CONSTRAINT "LateUsage_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;
