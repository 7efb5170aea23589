-- AlterTable
ALTER TABLE "BillingPeriod" ADD COLUMN     "continuesFrom" TIMESTAMPTZ(3);
