-- AlterTable
ALTER TABLE "BillingPeriod" ADD COLUMN     "productId" TEXT;
