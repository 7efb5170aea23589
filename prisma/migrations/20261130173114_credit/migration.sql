-- AlterTable
ALTER TABLE "BillingCustomer" ADD COLUMN     "cardHash" TEXT,
ADD COLUMN     "standingsReadAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "creditAllowedMinor" INTEGER,
ADD COLUMN     "graceEndsAt" TIMESTAMPTZ(3),
ADD COLUMN     "suspendedFor" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "Suspension" (
    "subscriptionId" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "end" TIMESTAMPTZ(3),

    CONSTRAINT "Suspension_pkey" PRIMARY KEY ("subscriptionId","start")
);

-- CreateTable
CREATE TABLE "InvoiceStanding" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "subscriptionId" TEXT,
    "customerId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "totalMinor" INTEGER NOT NULL,
    "remainingMinor" INTEGER NOT NULL,
    "paidMinor" INTEGER NOT NULL,
    "takenBackMinor" INTEGER NOT NULL DEFAULT 0,
    "collection" TEXT NOT NULL DEFAULT 'none',
    "dueAt" TIMESTAMPTZ(3),
    "payUrl" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "collectAttempts" INTEGER NOT NULL DEFAULT 0,
    "collectNextAt" TIMESTAMPTZ(3),
    "linkMailedAt" TIMESTAMPTZ(3),

    CONSTRAINT "InvoiceStanding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaymentSignal" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "subscriptionId" TEXT,
    "invoiceId" TEXT,
    "amountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOpen" BOOLEAN NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3),
    "seenBy" TEXT,

    CONSTRAINT "PaymentSignal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClosedDebtor" (
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "closedAt" TIMESTAMPTZ(3) NOT NULL,
    "keptUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ClosedDebtor_pkey" PRIMARY KEY ("kind","hash","userId")
);

-- CreateIndex
CREATE INDEX "InvoiceStanding_userId_state_idx" ON "InvoiceStanding"("userId", "state");

-- CreateIndex
CREATE INDEX "InvoiceStanding_subscriptionId_idx" ON "InvoiceStanding"("subscriptionId");

-- CreateIndex
CREATE INDEX "InvoiceStanding_collectNextAt_idx" ON "InvoiceStanding"("collectNextAt");

-- CreateIndex
CREATE INDEX "PaymentSignal_userId_idx" ON "PaymentSignal"("userId");

-- CreateIndex
CREATE INDEX "PaymentSignal_subscriptionId_idx" ON "PaymentSignal"("subscriptionId");

-- CreateIndex
CREATE INDEX "PaymentSignal_seenAt_createdAt_idx" ON "PaymentSignal"("seenAt", "createdAt");

-- CreateIndex
CREATE INDEX "ClosedDebtor_userId_idx" ON "ClosedDebtor"("userId");

-- CreateIndex
CREATE INDEX "ClosedDebtor_keptUntil_idx" ON "ClosedDebtor"("keptUntil");

-- CreateIndex
CREATE INDEX "BillingCustomer_cardHash_idx" ON "BillingCustomer"("cardHash");

-- AddForeignKey
ALTER TABLE "Suspension" ADD CONSTRAINT "Suspension_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;
