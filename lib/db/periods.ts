import type { BillingPeriod, PlanVersion, PrismaClient, Subscription } from './generated/client';

export type PeriodWithVersion = BillingPeriod & { planVersion: PlanVersion | null };

/** The latest period that began before an instant. */
export function lastPeriodBefore(
  db: PrismaClient,
  input: { subscriptionId: string; before: Date },
): Promise<BillingPeriod | null> {
  const { subscriptionId, before } = input;
  return db.billingPeriod.findFirst({
    where: { subscriptionId, start: { lt: before } },
    orderBy: { start: 'desc' },
  });
}

/**
 * A change of plan: the current period ends there with its old product, and from then on the row has the new one. All
 * or nothing; repeating it changes nothing.
 */
export async function changeProduct(
  db: PrismaClient,
  input: {
    subscriptionId: string;
    from: string;
    to: string;
    planVersionId: string;
    liveKey: string | null;
    at: Date;
    now: Date;
  },
): Promise<void> {
  const { subscriptionId, from, to, at, liveKey } = input;
  await db.$transaction([
    // A period that begins with the new product may exist already.
    db.billingPeriod.updateMany({
      where: { subscriptionId, productId: null, start: { lt: at } },
      data: { productId: from },
    }),
    // One that began in the same instant was opened at the price before, and has nothing of it.
    db.billingPeriod.updateMany({
      where: { subscriptionId, start: at, state: 'open', swappedToId: null },
      data: { planVersionId: input.planVersionId },
    }),
    db.subscription.updateMany({
      where: { id: subscriptionId, gatewayProductId: null },
      data: { gatewayProductId: from },
    }),
    db.billingPeriod.updateMany({
      where: { subscriptionId, start: { lt: at }, end: { gt: at } },
      data: { end: at },
    }),
    db.subscription.update({
      where: { id: subscriptionId },
      data: {
        productId: to,
        planVersionId: input.planVersionId,
        liveKey,
        periodStart: at,
        nextProductId: null,
        nextPlanAt: null,
        syncDueAt: input.now,
      },
    }),
  ]);
}

export function findPeriod(
  db: PrismaClient,
  input: { subscriptionId: string; start: Date },
): Promise<PeriodWithVersion | null> {
  return db.billingPeriod.findUnique({
    where: { subscriptionId_start: input },
    include: { planVersion: true },
  });
}

export function findPeriodWithSubscription(
  db: PrismaClient,
  input: { subscriptionId: string; start: Date },
): Promise<(BillingPeriod & { subscription: Subscription }) | null> {
  return db.billingPeriod.findUnique({
    where: { subscriptionId_start: { subscriptionId: input.subscriptionId, start: input.start } },
    include: { subscription: true },
  });
}

/** From now on the period's invoice is deferred. */
export async function markPeriodClosing(
  db: PrismaClient,
  input: { subscriptionId: string; start: Date; end: Date; invoiceId: string },
): Promise<void> {
  const { subscriptionId, start, end, invoiceId } = input;
  await db.billingPeriod.upsert({
    where: { subscriptionId_start: { subscriptionId, start } },
    create: { subscriptionId, start, end, invoiceId, state: 'closing' },
    update: { end, invoiceId, state: 'closing', continuesFrom: null },
  });
}

/** The period whose draft somebody else stopped: only they finalize it. */
export async function markPeriodLeft(
  db: PrismaClient,
  input: { subscriptionId: string; start: Date; end: Date; invoiceId: string },
): Promise<void> {
  const { subscriptionId, start, end, invoiceId } = input;
  const left = { end, invoiceId, state: 'left-to-operator' };
  await db.billingPeriod.upsert({
    where: { subscriptionId_start: { subscriptionId, start } },
    create: { subscriptionId, start, ...left },
    update: { ...left, continuesFrom: null },
  });
}

/**
 * `callsBilled` null: it got no invoice. A report of it that was never confirmed is given up: whether it arrived or
 * not, it bills nothing any more, and nothing would send it again.
 */
export async function markPeriodClosed(
  db: PrismaClient,
  input: {
    subscriptionId: string;
    start: Date;
    end: Date;
    invoiceId: string | null;
    callsBilled: number | null;
    at: Date;
  },
): Promise<void> {
  const { subscriptionId, start, end, invoiceId } = input;
  const closed = {
    invoiceId,
    state: 'closed',
    callsBilled: input.callsBilled === null ? null : BigInt(input.callsBilled),
    closedAt: input.at,
  };
  await db.$transaction([
    db.usageReport.updateMany({
      where: { subscriptionId, periodStart: start, state: 'planned' },
      data: { state: 'refused', error: 'Its period was closed before it was confirmed.' },
    }),
    db.billingPeriod.upsert({
      where: { subscriptionId_start: { subscriptionId, start } },
      create: { subscriptionId, start, end, ...closed },
      update: { ...closed, ...(invoiceId !== null && { continuesFrom: null }) },
    }),
  ]);
}

/**
 * Periods whose invoice is deferred and whose last usage must be in by now, the ones that ended first before others.
 */
export function listClosablePeriods(
  db: PrismaClient,
  input: {
    endedBefore: Date;
    after: { end: Date; subscriptionId: string } | null;
    limit: number;
  },
): Promise<(BillingPeriod & { subscription: Subscription })[]> {
  const { endedBefore, after } = input;
  return db.billingPeriod.findMany({
    where: {
      state: 'closing',
      end: { lte: endedBefore },
      ...(after && {
        OR: [
          { end: { gt: after.end } },
          { end: after.end, subscriptionId: { gt: after.subscriptionId } },
        ],
      }),
    },
    orderBy: [{ end: 'asc' }, { subscriptionId: 'asc' }, { start: 'asc' }],
    take: input.limit,
    include: { subscription: true },
  });
}

/**
 * Periods of metered products that ended and whose invoice is unknown to us, or is left to the operator; for continuing
 * subscriptions, those that ended some time ago. The least recently checked comes first, because some stay open for as
 * long as a pause.
 */
export function listUnclaimedPeriods(
  db: PrismaClient,
  input: { now: Date; renewedBefore: Date; limit: number },
): Promise<(BillingPeriod & { subscription: Subscription })[]> {
  return db.billingPeriod.findMany({
    where: {
      state: { in: ['open', 'left-to-operator'] },
      end: { lte: input.now },
      AND: [
        // What a version that is not resolved yet turns out to be is decided when its invoice is read.
        { OR: [{ planVersionId: null }, { planVersion: { kind: 'metered' } }] },
        {
          OR: [{ end: { lte: input.renewedBefore } }, { subscription: { endedAt: { not: null } } }],
        },
      ],
      subscription: { providerId: { not: null } },
    },
    orderBy: [{ lastCheckedAt: { sort: 'asc', nulls: 'first' } }, { end: 'asc' }],
    take: input.limit,
    include: { subscription: true },
  });
}

/** Moves it to the end of the queue of `listUnclaimedPeriods` and `listDueDeferred`. */
export async function markPeriodChecked(
  db: PrismaClient,
  period: { subscriptionId: string; start: Date },
  at: Date,
): Promise<void> {
  const { subscriptionId, start } = period;
  await db.billingPeriod.updateMany({
    where: { subscriptionId, start },
    data: { lastCheckedAt: at },
  });
}
