import { createHash } from 'node:crypto';
import { CUSTOMER_ID, idempotencyKey, METADATA, OURS } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { StripeClient } from './client';
import { callStripe, isMissing } from './errors';

/**
 * Customers are found again by the email (an exact, immediately consistent list; search lags) and our id in
 * the metadata, because an idempotency key is only remembered for a day. The key covers two requests at once.
 */
export function createCustomers(
  client: StripeClient,
): Pick<PaymentProvider, 'createCustomer' | 'readCustomer' | 'updateCustomer'> {
  return {
    createCustomer: ({ ourId, userId, email, name }) =>
      callStripe('create the customer', async () => {
        for await (const customer of client().customers.list({ email, limit: 100 })) {
          if (customer.metadata[CUSTOMER_ID] === ourId) return { customerId: customer.id };
        }
        const details = createHash('sha256').update(`${email}\n${name}`).digest('hex').slice(0, 16);
        const created = await client().customers.create(
          { email, name, metadata: { ...OURS, [CUSTOMER_ID]: ourId, [METADATA.userId]: userId } },
          { idempotencyKey: idempotencyKey.customer(ourId, details) },
        );
        return { customerId: created.id };
      }),

    readCustomer: (customerId) =>
      callStripe('read the customer', async () => {
        try {
          const customer = await client().customers.retrieve(customerId);
          return customer.deleted ? 'deleted' : 'there';
        } catch (error) {
          if (isMissing(error)) return 'unknown';
          throw error;
        }
      }),

    // No idempotency key of ours: an address that is changed and changed back would get the first answer again.
    // Repeating the same update is harmless.
    updateCustomer: ({ customerId, email, name }) =>
      callStripe('update the customer', async () => {
        try {
          await client().customers.update(customerId, { email, name });
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      }),
  };
}
