-- AlterTable
ALTER TABLE "BillingCustomer" ADD COLUMN     "detailsDueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Throttle" RENAME COLUMN "attempts" TO "points";
ALTER TABLE "Throttle" RENAME COLUMN "until" TO "expire";
ALTER TABLE "Throttle" ALTER COLUMN "expire" DROP NOT NULL;

-- RenameIndex
ALTER INDEX "Throttle_until_idx" RENAME TO "Throttle_expire_idx";

-- CreateIndex
CREATE INDEX "BillingCustomer_detailsDueAt_idx" ON "BillingCustomer"("detailsDueAt");
