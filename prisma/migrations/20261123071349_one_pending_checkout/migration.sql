-- CreateIndex
CREATE UNIQUE INDEX "Subscription_pending_checkout_key" ON "Subscription"("userId", "productId") WHERE (status = 'checkout' AND "providerId" IS NULL AND "liveKey" IS NOT NULL);
