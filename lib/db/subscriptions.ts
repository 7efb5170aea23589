import type {
  BillingCustomer,
  PlanVersion,
  Prisma,
  PrismaClient,
  Subscription,
} from './generated/client';

export type SubscriptionWithCustomer = Subscription & {
  customer: BillingCustomer | null;
  planVersion: PlanVersion | null;
};

const joined = { customer: true, planVersion: true } as const;

export function findSubscription(
  db: PrismaClient,
  subscriptionId: string,
): Promise<SubscriptionWithCustomer | null> {
  return db.subscription.findUnique({ where: { id: subscriptionId }, include: joined });
}

/** Null for a subscription of somebody else, exactly as for one that does not exist. */
export function findOwnedSubscription(
  db: PrismaClient,
  input: { userId: string; subscriptionId: string },
): Promise<SubscriptionWithCustomer | null> {
  return db.subscription.findFirst({
    where: { id: input.subscriptionId, userId: input.userId },
    include: joined,
  });
}

export function listSubscriptionsOf(
  db: PrismaClient,
  userId: string,
): Promise<SubscriptionWithCustomer[]> {
  return db.subscription.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    include: joined,
  });
}

export function findByLiveKey(
  db: PrismaClient,
  liveKey: string,
): Promise<SubscriptionWithCustomer | null> {
  return db.subscription.findUnique({ where: { liveKey }, include: joined });
}

/** The user's free subscription of a product that ended last. */
export function findEndedFree(
  db: PrismaClient,
  input: { userId: string; productId: string },
): Promise<SubscriptionWithCustomer | null> {
  return db.subscription.findFirst({
    where: {
      ...input,
      customerId: null,
      providerId: null,
      status: 'canceled',
      liveKey: null,
      activatedAt: { not: null },
    },
    orderBy: { endedAt: 'desc' },
    include: joined,
  });
}

/** The user's checkout of a product that was started and not yet paid. */
export async function findPendingCheckout(
  db: PrismaClient,
  input: { userId: string; productId: string },
): Promise<SubscriptionWithCustomer | null> {
  const row = await db.subscription.findFirst({
    where: { ...input, providerId: null, status: 'checkout', liveKey: { not: null } },
  });
  if (!row) return null;
  // Not as an include: that asks for the customers of no row too, and mostly there is none.
  const { customerId } = row;
  const customer =
    customerId === null ? null : await db.billingCustomer.findUnique({ where: { id: customerId } });
  // What nobody has paid has no terms yet.
  return { ...row, customer, planVersion: null };
}

/**
 * One that is paid for and whose key was not created yet: it was bought a moment ago, or the gateway is unreachable.
 */
export function findPaidWithoutKey(
  db: PrismaClient,
  input: { userId: string; productId: string },
): Promise<{ id: string } | null> {
  return db.subscription.findFirst({
    where: {
      ...input,
      status: { in: ['active', 'trialing'] },
      gatewayState: 'absent',
      liveKey: { not: null },
      cancelRequestedAt: null,
    },
    select: { id: true },
  });
}

/** Throws a unique violation when the live key is taken. */
export function createSubscription(
  db: PrismaClient,
  data: Prisma.SubscriptionUncheckedCreateInput,
): Promise<SubscriptionWithCustomer> {
  return db.subscription.create({ data, include: joined });
}

/** The same for a customer that was read already: one statement. */
export async function createSubscriptionOf(
  db: PrismaClient,
  customer: BillingCustomer,
  data: Omit<Prisma.SubscriptionUncheckedCreateInput, 'customerId'>,
): Promise<SubscriptionWithCustomer> {
  const row = await db.subscription.create({ data: { ...data, customerId: customer.id } });
  return { ...row, customer, planVersion: null };
}

/** Records which checkout is open, for callers that don't need the row back: one statement. */
export async function recordOpenCheckout(
  db: PrismaClient,
  subscriptionId: string,
  checkout: { id: string; url: string },
): Promise<void> {
  await db.subscription.updateMany({
    where: { id: subscriptionId },
    data: { checkoutSessionId: checkout.id, checkoutUrl: checkout.url },
  });
}

export function updateSubscription(
  db: PrismaClient,
  subscriptionId: string,
  data: Prisma.SubscriptionUncheckedUpdateInput,
): Promise<SubscriptionWithCustomer> {
  return db.subscription.update({
    where: { id: subscriptionId },
    data,
    include: joined,
  });
}

/** It was checked, and everything was as recorded here. */
export async function markSynced(
  db: PrismaClient,
  subscriptionId: string,
  at: Date,
): Promise<void> {
  await db.subscription.updateMany({ where: { id: subscriptionId }, data: { syncedAt: at } });
}

/** Begins the next checkout attempt; null when another request did so first. */
export async function beginCheckoutAttempt(
  db: PrismaClient,
  input: { subscriptionId: string; attempt: number; name: string; expiresAt: Date },
): Promise<Subscription | null> {
  const [begun = null] = await db.subscription.updateManyAndReturn({
    where: { id: input.subscriptionId, checkoutAttempt: input.attempt - 1, status: 'checkout' },
    data: {
      checkoutAttempt: input.attempt,
      name: input.name,
      checkoutSessionId: null,
      checkoutUrl: null,
      checkoutExpiresAt: input.expiresAt,
    },
  });
  return begun;
}

/** Finds ours by any known id of the provider. */
export function findByProvider(
  db: PrismaClient,
  names: { providerId: string | null; checkoutId: string | null },
): Promise<SubscriptionWithCustomer | null> {
  const any: Prisma.SubscriptionWhereInput[] = [];
  if (names.providerId) any.push({ providerId: names.providerId });
  if (names.checkoutId) any.push({ checkoutSessionId: names.checkoutId });
  if (any.length === 0) return Promise.resolve(null);
  return db.subscription.findFirst({ where: { OR: any }, include: joined });
}

/** Subscriptions whose immediate cancellation was requested and has not finished. */
export async function listIdsBeingEnded(db: PrismaClient, limit: number): Promise<string[]> {
  const rows = await db.subscription.findMany({
    where: { cancelRequestedAt: { not: null }, endedAt: null },
    orderBy: { cancelRequestedAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Ids of the subscriptions that a provider's customer has with us. */
export async function listIdsOfCustomer(db: PrismaClient, providerId: string): Promise<string[]> {
  const rows = await db.subscription.findMany({
    where: { customer: { providerId }, providerId: { not: null } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/**
 * Ids whose state may have changed without an event: grace period over, checkout expired, a period that should have
 * renewed, or a failed gateway write.
 */
export async function listSubscriptionsToResync(
  db: PrismaClient,
  input: { now: Date; limit: number },
): Promise<string[]> {
  const rows = await db.subscription.findMany({
    where: {
      OR: [
        // A sync that was cut short, even of an ended subscription: its gateway write may be missing.
        { syncDueAt: { lte: input.now } },
        {
          liveKey: { not: null },
          status: 'past_due',
          gatewayState: 'active',
          OR: [{ graceEndsAt: { lte: input.now } }, { graceEndsAt: null }],
        },
        // A clock that was ahead for a while and is correct again: suspended within the grace period, or a grace period
        // that begins in the future.
        {
          liveKey: { not: null },
          status: 'past_due',
          gatewayState: 'suspended',
          suspendedFor: { contains: 'unpaid' },
          graceEndsAt: { gt: input.now },
        },
        { liveKey: { not: null }, status: 'past_due', pastDueSince: { gt: input.now } },
        { liveKey: { not: null }, status: 'checkout', checkoutExpiresAt: { lte: input.now } },
        { liveKey: { not: null }, periodEnd: { lte: input.now } },
        {
          liveKey: { not: null },
          status: { in: ['active', 'trialing', 'free'] },
          gatewayState: { not: 'active' },
          // A subscription that we have suspended is not a failed write.
          suspendedFor: '',
        },
      ],
    },
    orderBy: { updatedAt: 'asc' },
    take: input.limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Puts it behind the others that are due for a check. */
export async function touchSubscription(db: PrismaClient, subscriptionId: string): Promise<void> {
  await db.subscription.updateMany({
    where: { id: subscriptionId },
    data: { updatedAt: new Date() },
  });
}

/** Discards a checkout row that nobody could have paid yet. */
export async function dropUnopenedCheckout(
  db: PrismaClient,
  subscriptionId: string,
): Promise<void> {
  await db.subscription.deleteMany({
    where: { id: subscriptionId, status: 'checkout', checkoutAttempt: 0, providerId: null },
  });
}
