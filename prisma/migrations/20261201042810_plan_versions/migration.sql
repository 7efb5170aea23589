-- CreateEnum
CREATE TYPE "PlanKind" AS ENUM ('free', 'licensed', 'metered', 'not-priceable');

-- AlterTable
ALTER TABLE "BillingPeriod" ADD COLUMN     "planVersionId" TEXT,
ADD COLUMN     "resolveTriedAt" TIMESTAMPTZ(3),
ADD COLUMN     "swappedToId" TEXT;

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "planVersionId" TEXT;

-- CreateTable
CREATE TABLE "PlanVersion" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "priceKey" TEXT NOT NULL,
    "productId" TEXT,
    "kind" "PlanKind" NOT NULL,
    "isFromCatalog" BOOLEAN NOT NULL,
    "terms" JSONB,
    "termsHash" TEXT,
    "minimumMinor" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlanVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SoldProduct" (
    "id" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "quotaCalls" INTEGER,
    "quotaSeconds" INTEGER,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SoldProduct_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PlanVersion_productId_idx" ON "PlanVersion"("productId");

-- CreateIndex
CREATE UNIQUE INDEX "PlanVersion_provider_account_currency_priceKey_key" ON "PlanVersion"("provider", "account", "currency", "priceKey");

-- CreateIndex
CREATE INDEX "BillingPeriod_planVersionId_idx" ON "BillingPeriod"("planVersionId");

-- CreateIndex
CREATE INDEX "BillingPeriod_unresolved_idx" ON "BillingPeriod"("resolveTriedAt", "end") WHERE ("planVersionId" IS NULL);

-- CreateIndex
CREATE INDEX "Subscription_planVersionId_idx" ON "Subscription"("planVersionId");

-- AddForeignKey
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_planVersionId_fkey" FOREIGN KEY ("planVersionId") REFERENCES "PlanVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BillingPeriod" ADD CONSTRAINT "BillingPeriod_planVersionId_fkey" FOREIGN KEY ("planVersionId") REFERENCES "PlanVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BillingPeriod" ADD CONSTRAINT "BillingPeriod_swappedToId_fkey" FOREIGN KEY ("swappedToId") REFERENCES "PlanVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
