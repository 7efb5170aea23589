-- AlterTable
ALTER TABLE "BillingCustomer" ADD COLUMN     "currency" TEXT;

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "keysRenewedAt" TIMESTAMPTZ(3);
