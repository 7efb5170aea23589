import type { BillingCustomer, PrismaClient } from './generated/client';
import { isUniqueViolation } from './unique';

/**
 * The user's first customer that has no live or pending subscription of the product; made when there is none.
 * (A meter event names a customer, so one customer holds at most one live subscription of a product.)
 */
export async function customerFreeFor(
  db: PrismaClient,
  input: { userId: string; productId: string },
): Promise<BillingCustomer> {
  const customers = await db.billingCustomer.findMany({
    where: { userId: input.userId },
    orderBy: { ordinal: 'asc' },
    include: { subscriptions: { where: { productId: input.productId, liveKey: { not: null } } } },
  });
  const free = customers.find((customer) => customer.subscriptions.length === 0);
  if (free) return free;
  try {
    return await db.billingCustomer.create({
      data: { userId: input.userId, ordinal: customers.length },
    });
  } catch (error) {
    // Another request of the same user made it a moment ago.
    if (isUniqueViolation(error)) return customerFreeFor(db, input);
    throw error;
  }
}

export async function setCustomerProviderId(
  db: PrismaClient,
  customerId: string,
  providerId: string,
): Promise<void> {
  await db.billingCustomer.update({ where: { id: customerId }, data: { providerId } });
}
