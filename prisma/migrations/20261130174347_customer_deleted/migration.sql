-- AlterTable
ALTER TABLE "BillingCustomer" ADD COLUMN     "deletedAt" TIMESTAMPTZ(3);
