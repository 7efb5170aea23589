import type { LateUsage, Prisma, PrismaClient, Run, StripeEvent } from './generated/client';
import { UNRESOLVED } from './plan-versions';
import { matcherOf, searchUsers } from './search-users';

/**
 * One page of a list: where it begins (the row before it) and in which order. One more row is read, to know whether
 * there is a next page.
 */
export interface PageAsked {
  after: string | null;
  take: number;
}

const from = ({ after, take }: PageAsked) => ({
  take: take + 1,
  ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
});

const subscriptionFields = {
  id: true,
  name: true,
  productId: true,
  nextProductId: true,
  status: true,
  gatewayState: true,
  suspendedFor: true,
  providerId: true,
  problem: true,
  problemAt: true,
  problemDetails: true,
  periodEnd: true,
  cancelAt: true,
  cancelRequestedAt: true,
  endedAt: true,
  syncedAt: true,
  syncDueAt: true,
  createdAt: true,
  user: { select: { id: true, name: true, email: true } },
} as const satisfies Prisma.SubscriptionSelect;

export type OperatorSubscription = Prisma.SubscriptionGetPayload<{
  select: typeof subscriptionFields;
}>;

export type SubscriptionFilter =
  | 'all'
  | 'live'
  | 'problem'
  | 'waiting'
  | 'suspended'
  | 'past-due'
  | 'unbillable'
  | 'swapped'
  | 'unread-price';

const FILTERS: Record<SubscriptionFilter, Prisma.SubscriptionWhereInput> = {
  all: {},
  live: { liveKey: { not: null }, status: { not: 'checkout' } },
  problem: { problem: { not: null } },
  waiting: { syncDueAt: { not: null } },
  suspended: { endedAt: null, gatewayState: 'suspended' },
  unbillable: { problem: 'customer-deleted' },
  swapped: { periods: { some: { swappedToId: { not: null } } } },
  'unread-price': UNRESOLVED,
  'past-due': { liveKey: { not: null }, status: { in: ['past_due', 'unpaid', 'paused'] } },
};

export interface SubscriptionsAsked {
  filter: SubscriptionFilter;
  /** Part of an email address or a name, or a whole id of ours, the gateway or the provider. */
  search: string;
  order: 'asc' | 'desc';
  page: PageAsked;
}

/**
 * So many people are looked up by their ids. With more of them, the first rows of the list contain enough of theirs.
 */
const FEW = 500;

export async function listOperatorSubscriptions(
  db: PrismaClient,
  { filter, search, order, page }: SubscriptionsAsked,
): Promise<OperatorSubscription[]> {
  // Problems by when they were found; a page's cursor needs an order without nulls.
  const orderBy = [
    filter === 'problem' ? { problemAt: order } : { createdAt: order },
    { id: order },
  ];
  const all = { where: FILTERS[filter], orderBy };
  if (search === '') {
    return db.subscription.findMany({ ...all, ...from(page), select: subscriptionFields });
  }
  const users = await searchUsers(db, search, FEW + 1);
  const ids = { OR: [{ id: search }, { providerId: search }] };
  const found: Prisma.SubscriptionWhereInput =
    users.length <= FEW
      ? { OR: [...ids.OR, { userId: { in: users } }] }
      : { id: { in: await firstOf(db, search, all, page) } };
  return db.subscription.findMany({
    where: { AND: [FILTERS[filter], found] },
    orderBy,
    ...(users.length <= FEW ? from(page) : {}),
    select: subscriptionFields,
  });
}

/** Walks down the list until a page is full: the database has no efficient plan for both conditions at once. */
async function firstOf(
  db: PrismaClient,
  search: string,
  all: Pick<Prisma.SubscriptionFindManyArgs, 'where' | 'orderBy'>,
  page: PageAsked,
): Promise<string[]> {
  const found: string[] = [];
  const isFound = matcherOf(search);
  for (let { after } = page, rows = STEP; rows === STEP && found.length <= page.take; ) {
    const step = await db.subscription.findMany({
      ...all,
      take: STEP,
      ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
      select: { id: true, user: { select: { name: true, email: true } } },
    });
    found.push(...step.filter(({ user }) => isFound(user)).map(({ id }) => id));
    after = step.at(-1)?.id ?? null;
    rows = step.length;
  }
  return found.slice(0, page.take + 1);
}

const STEP = 500;

export function findOperatorSubscription(
  db: PrismaClient,
  id: string,
): Promise<OperatorSubscription | null> {
  return db.subscription.findUnique({ where: { id }, select: subscriptionFields });
}

export type EventFilter = 'waiting' | 'failed' | 'given-up' | 'handled';

const EVENTS: Record<EventFilter, Prisma.StripeEventWhereInput> = {
  waiting: { handledAt: null, givenUpAt: null },
  failed: { handledAt: null, givenUpAt: null, lastError: { not: null } },
  'given-up': { givenUpAt: { not: null } },
  handled: { handledAt: { not: null } },
};

export function listOperatorEvents(
  db: PrismaClient,
  input: { filter: EventFilter; order: 'asc' | 'desc'; page: PageAsked },
): Promise<StripeEvent[]> {
  return db.stripeEvent.findMany({
    where: EVENTS[input.filter],
    orderBy: [{ createdAt: input.order }, { id: input.order }],
    ...from(input.page),
  });
}

export async function listGivenUpIds(db: PrismaClient, limit: number): Promise<string[]> {
  const rows = await db.stripeEvent.findMany({
    where: EVENTS['given-up'],
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

export function listOperatorRuns(
  db: PrismaClient,
  input: { kind: string; order: 'asc' | 'desc'; page: PageAsked },
): Promise<Run[]> {
  return db.run.findMany({
    where: { kind: input.kind },
    orderBy: [{ startedAt: input.order }, { id: input.order }],
    ...from(input.page),
  });
}

export function findRun(db: PrismaClient, id: string): Promise<Run | null> {
  return db.run.findUnique({ where: { id } });
}

export function lastFinishedRun(db: PrismaClient, kind: string): Promise<Run | null> {
  return db.run.findFirst({
    where: { kind, finishedAt: { not: null } },
    orderBy: { startedAt: 'desc' },
  });
}

export type OperatorLateUsage = LateUsage & { subscription: { name: string; productId: string } };

export function listOperatorLateUsage(
  db: PrismaClient,
  input: { sort: 'createdAt' | 'amountMinor'; order: 'asc' | 'desc'; page: PageAsked },
): Promise<OperatorLateUsage[]> {
  return db.lateUsage.findMany({
    orderBy: [{ [input.sort]: input.order }, { id: input.order }],
    ...from(input.page),
    include: { subscription: { select: { name: true, productId: true } } },
  });
}

const deferred = {
  state: 'closing',
} as const;

/** Periods whose invoice is deferred, the one that ended first on top. `after` names subscription and start. */
export function listDeferredPeriods(
  db: PrismaClient,
  input: { after: { subscriptionId: string; start: Date } | null; take: number },
) {
  return db.billingPeriod.findMany({
    where: deferred,
    orderBy: [{ end: 'asc' }, { subscriptionId: 'asc' }, { start: 'asc' }],
    take: input.take + 1,
    ...(input.after === null ? {} : { cursor: { subscriptionId_start: input.after }, skip: 1 }),
    include: { subscription: { select: { name: true, productId: true } } },
  });
}

const left = {
  state: 'left-to-operator',
} as const;

/** Periods whose draft somebody else stopped: only the operator finalizes it. */
export function listLeftPeriodsOfAll(db: PrismaClient, take: number) {
  return db.billingPeriod.findMany({
    where: left,
    orderBy: [{ end: 'asc' }, { subscriptionId: 'asc' }],
    take,
    include: { subscription: { select: { name: true, productId: true } } },
  });
}

/** What the cron finalized automatically, because the usage was not complete in time. */
export function listAutomatic(db: PrismaClient, input: { since: Date; take: number }) {
  return db.auditEntry.findMany({
    where: {
      action: {
        in: ['period.released-by-rule', 'subscription.ended-by-rule', 'period.closed-by-provider'],
      },
      at: { gte: input.since },
    },
    orderBy: { at: 'desc' },
    take: input.take,
  });
}
