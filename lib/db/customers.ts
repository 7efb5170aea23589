import type { BillingCustomer, PrismaClient, Subscription } from './generated/client';
import { isUniqueViolation } from './unique';

/** The provider restricts this customer to a currency that we did not know. */
const OTHER_CURRENCY = 'other';

/**
 * The user's first customer that still exists at the provider, has no live or pending subscription of the product, no
 * plan change to it, and nothing in another currency; created when there is none. (A meter event names a customer, so
 * one customer holds at most one live subscription of a product. The provider restricts a customer to one currency.)
 */
export async function customerFreeFor(
  db: PrismaClient,
  input: {
    userId: string;
    productId: string;
    currency: string;
    /** Of another product; null when it is unknown. */
    currencyOf: (productId: string) => string | null;
  },
): Promise<BillingCustomer> {
  const { userId, productId, currency } = input;
  const customers = await db.billingCustomer.findMany({
    where: { userId },
    orderBy: { ordinal: 'asc' },
  });
  const sold = await listSold(db, customers);
  const free = customers.find(
    (one) =>
      one.deletedAt === null &&
      (one.currency === currency || one.currency === null) &&
      !sold.some(
        (other) =>
          other.customerId === one.id &&
          ((other.liveKey !== null &&
            (other.productId === productId || other.nextProductId === productId)) ||
            (input.currencyOf(other.productId) ?? currency) !== currency),
      ),
  );
  if (free?.currency === currency) return free;
  if (free) {
    // Two checkouts in two currencies may both have found the customer without a currency.
    const claimed = await db.billingCustomer.updateMany({
      where: { id: free.id, currency: null },
      data: { currency },
    });
    return claimed.count === 1 ? { ...free, currency } : customerFreeFor(db, input);
  }
  try {
    const ordinal = (customers.at(-1)?.ordinal ?? -1) + 1;
    return await db.billingCustomer.create({ data: { userId, ordinal, currency } });
  } catch (error) {
    // Another request of the same user created it a moment ago.
    if (isUniqueViolation(error)) return customerFreeFor(db, input);
    throw error;
  }
}

/** What these customers pay for, have paid for, or are about to. */
function listSold(db: PrismaClient, customers: readonly BillingCustomer[]) {
  if (customers.length === 0) return [];
  return db.subscription.findMany({
    where: {
      customerId: { in: customers.map(({ id }) => id) },
      OR: [{ liveKey: { not: null } }, { providerId: { not: null } }],
    },
    select: { customerId: true, liveKey: true, productId: true, nextProductId: true },
  });
}

/** The provider refused our currency for it, so no further checkout is opened for it. */
export async function markOtherCurrency(db: PrismaClient, customerId: string): Promise<void> {
  await db.billingCustomer.update({
    where: { id: customerId },
    data: { currency: OTHER_CURRENCY },
  });
}

export async function setCustomerProviderId(
  db: PrismaClient,
  customerId: string,
  providerId: string,
): Promise<void> {
  // It was just created there, so it has no invoices to read.
  const data = { providerId, standingsReadAt: new Date() };
  await db.billingCustomer.update({ where: { id: customerId }, data });
}

export function findCustomerByProvider(
  db: PrismaClient,
  providerId: string,
): Promise<BillingCustomer | null> {
  return db.billingCustomer.findUnique({ where: { providerId } });
}

/** The provider's ids of a user's customers, without those that it has deleted. */
export async function listBilledCustomers(db: PrismaClient, userId: string): Promise<string[]> {
  const rows = await db.billingCustomer.findMany({
    where: { userId, providerId: { not: null }, deletedAt: null },
    orderBy: { ordinal: 'asc' },
    select: { providerId: true },
  });
  return rows.flatMap(({ providerId }) => (providerId === null ? [] : [providerId]));
}

/** Its paid subscriptions, in whatever state they are now. */
export function listSubscriptionsOfCustomer(
  db: PrismaClient,
  customerId: string,
): Promise<Pick<Subscription, 'id' | 'providerId' | 'problem'>[]> {
  return db.subscription.findMany({
    where: { customerId, providerId: { not: null } },
    select: { id: true, providerId: true, problem: true },
  });
}

/** Permanent, and reported once: false when it was known. */
export async function markCustomerDeleted(
  db: PrismaClient,
  customerId: string,
  at: Date,
): Promise<boolean> {
  const { count } = await db.billingCustomer.updateMany({
    where: { id: customerId, deletedAt: null },
    data: { deletedAt: at, detailsDueAt: null },
  });
  return count === 1;
}

/**
 * Whether another live subscription of this customer has the product, waits for its payment or is being changed to it.
 */
export async function hasOtherOf(
  db: PrismaClient,
  input: { customerId: string; productId: string; except: string },
): Promise<boolean> {
  const found = await db.subscription.findFirst({
    where: {
      customerId: input.customerId,
      id: { not: input.except },
      liveKey: { not: null },
      OR: [{ productId: input.productId }, { nextProductId: input.productId }],
    },
    select: { id: true },
  });
  return found !== null;
}

/** The provider's details of this user's customers are out of date. */
export async function markDetailsDue(db: PrismaClient, userId: string): Promise<void> {
  await db.billingCustomer.updateMany({ where: { userId }, data: { detailsDueAt: new Date() } });
}

/** A customer that the provider does not have yet stays due: a request with the old details may be on its way. */
const TELLABLE = {
  detailsDueAt: { not: null },
  providerId: { not: null },
  deletedAt: null,
} as const;

export function customersToSync(db: PrismaClient, userId: string): Promise<BillingCustomer[]> {
  return db.billingCustomer.findMany({ where: { userId, ...TELLABLE } });
}

/** Unless it became due again meanwhile. */
export async function markDetailsSynced(
  db: PrismaClient,
  customer: { id: string; detailsDueAt: Date | null },
): Promise<void> {
  const { id, detailsDueAt } = customer;
  await db.billingCustomer.updateMany({
    where: { id, detailsDueAt },
    data: { detailsDueAt: null },
  });
}

/** Users whose details have to be sent to the provider, the longest waiting first. */
export async function usersToSync(db: PrismaClient, limit: number): Promise<string[]> {
  const rows = await db.billingCustomer.findMany({
    where: { ...TELLABLE, user: { closingAt: null } },
    orderBy: { detailsDueAt: 'asc' },
    take: limit,
    select: { userId: true },
  });
  return [...new Set(rows.map((row) => row.userId))];
}
