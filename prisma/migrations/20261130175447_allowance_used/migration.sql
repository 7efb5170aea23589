-- Periods from before this was counted stay null: nothing of them is billed anew.
ALTER TABLE "BillingPeriod" ADD COLUMN     "allowanceUsed" INTEGER;
ALTER TABLE "BillingPeriod" ALTER COLUMN "allowanceUsed" SET DEFAULT 0;
