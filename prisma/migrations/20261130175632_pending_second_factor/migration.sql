-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "pendingTotp" TEXT,
ADD COLUMN     "pendingTotpAt" TIMESTAMPTZ(3);

-- Secrets that were shown and never switched on: they belonged to no session, so they are worth nothing.
UPDATE "User" SET "totpSecret" = NULL WHERE "totpSince" IS NULL AND "totpSecret" IS NOT NULL;
