import type { BillingCustomer, PrismaClient, Subscription } from './generated/client';
import { isUniqueViolation } from './unique';

/** The provider keeps this customer to a currency that we have not seen. */
const OTHER_CURRENCY = 'other';

/**
 * The user's first customer that the provider still has, without a live or pending subscription of the product, none
 * that is being changed to it, and nothing in another currency; made when there is none.
 * (A meter event names a customer, so one customer holds at most one live subscription of a product. The provider
 * keeps a customer to one currency.)
 */
export async function customerFreeFor(
  db: PrismaClient,
  input: {
    userId: string;
    productId: string;
    currency: string;
    /** Of another product; null when it is not known any more. */
    currencyOf: (productId: string) => string | null;
  },
): Promise<BillingCustomer> {
  const { userId, productId, currency } = input;
  const customers = await db.billingCustomer.findMany({
    where: { userId, deletedAt: null, OR: [{ currency }, { currency: null }] },
    orderBy: { ordinal: 'asc' },
    include: {
      subscriptions: {
        where: { OR: [{ liveKey: { not: null } }, { providerId: { not: null } }] },
        select: { liveKey: true, productId: true, nextProductId: true },
      },
    },
  });
  const free = customers.find(
    ({ subscriptions }) =>
      !subscriptions.some(
        (one) =>
          (one.liveKey !== null &&
            (one.productId === productId || one.nextProductId === productId)) ||
          (input.currencyOf(one.productId) ?? currency) !== currency,
      ),
  );
  if (free?.currency === currency) return free;
  if (free) {
    // Two checkouts in two currencies may both have found it without one.
    const claimed = await db.billingCustomer.updateMany({
      where: { id: free.id, currency: null },
      data: { currency },
    });
    return claimed.count === 1 ? { ...free, currency } : customerFreeFor(db, input);
  }
  try {
    const last = await db.billingCustomer.aggregate({ where: { userId }, _max: { ordinal: true } });
    const ordinal = (last._max.ordinal ?? -1) + 1;
    return await db.billingCustomer.create({ data: { userId, ordinal, currency } });
  } catch (error) {
    // Another request of the same user made it a moment ago.
    if (isUniqueViolation(error)) return customerFreeFor(db, input);
    throw error;
  }
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
  // New there, so there are no invoices of it to read.
  const data = { providerId, standingsReadAt: new Date() };
  await db.billingCustomer.update({ where: { id: customerId }, data });
}

export function findCustomerByProvider(
  db: PrismaClient,
  providerId: string,
): Promise<BillingCustomer | null> {
  return db.billingCustomer.findUnique({ where: { providerId } });
}

/** The provider's ids of a user's customers, those that it has deleted left out. */
export async function listBilledCustomers(db: PrismaClient, userId: string): Promise<string[]> {
  const rows = await db.billingCustomer.findMany({
    where: { userId, providerId: { not: null }, deletedAt: null },
    orderBy: { ordinal: 'asc' },
    select: { providerId: true },
  });
  return rows.flatMap(({ providerId }) => (providerId === null ? [] : [providerId]));
}

/** Its paid subscriptions, whatever became of them. */
export function listSubscriptionsOfCustomer(
  db: PrismaClient,
  customerId: string,
): Promise<Pick<Subscription, 'id' | 'providerId' | 'problem'>[]> {
  return db.subscription.findMany({
    where: { customerId, providerId: { not: null } },
    select: { id: true, providerId: true, problem: true },
  });
}

/** For good, and said once: false when it was known. */
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

/** Whether another live subscription of this customer has the product, waits for its payment or is being changed to it. */
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

/** What the provider knows of this user's customers is no longer right. */
export async function markDetailsDue(db: PrismaClient, userId: string): Promise<void> {
  await db.billingCustomer.updateMany({ where: { userId }, data: { detailsDueAt: new Date() } });
}

/** One that the provider does not have yet stays due: it may be on its way there with the old details. */
const TELLABLE = {
  detailsDueAt: { not: null },
  providerId: { not: null },
  deletedAt: null,
} as const;

export function customersToSync(db: PrismaClient, userId: string): Promise<BillingCustomer[]> {
  return db.billingCustomer.findMany({ where: { userId, ...TELLABLE } });
}

/** Unless it became due once more meanwhile. */
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

/** Users of whom the provider has something to be told, the longest waiting first. */
export async function usersToSync(db: PrismaClient, limit: number): Promise<string[]> {
  const rows = await db.billingCustomer.findMany({
    where: { ...TELLABLE, user: { closingAt: null } },
    orderBy: { detailsDueAt: 'asc' },
    take: limit,
    select: { userId: true },
  });
  return [...new Set(rows.map((row) => row.userId))];
}
