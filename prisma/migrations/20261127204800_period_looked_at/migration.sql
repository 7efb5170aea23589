-- AlterTable
ALTER TABLE "BillingPeriod" ADD COLUMN     "lookedAt" TIMESTAMPTZ(3);
