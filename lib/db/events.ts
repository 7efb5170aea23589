import { createBatched } from '../kit/batched';
import type { PrismaClient, StripeEvent } from './generated/client';

export interface IncomingEvent {
  id: string;
  type: string;
  objectId: string;
  subscriptionId: string | null;
  invoiceId: string | null;
  customerId: string | null;
  createdAt: Date;
  receivedAt: Date;
}

/**
 * True when it was new, and only once it is stored durably. The id is the key, so a redelivery is stored once.
 * Deliveries that arrive together are stored with one statement.
 */
export function storeEvent(db: PrismaClient, event: IncomingEvent): Promise<boolean> {
  let store = stores.get(db);
  if (!store) {
    store = createBatched((events) => insertEvents(db, events), { most: MOST_TOGETHER });
    stores.set(db, store);
  }
  return store(event);
}

const MOST_TOGETHER = 100;
const stores = new WeakMap<PrismaClient, (event: IncomingEvent) => Promise<boolean>>();

/** Whether each was new, in order. */
async function insertEvents(
  db: PrismaClient,
  events: readonly IncomingEvent[],
): Promise<boolean[]> {
  const inserted = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO "StripeEvent" ("id", "type", "objectId", "subscriptionId", "invoiceId", "customerId",
      "createdAt", "receivedAt", "nextAttemptAt")
    SELECT e."id", e."type", e."objectId", e."subscriptionId", e."invoiceId", e."customerId",
      e."createdAt", e."receivedAt", e."receivedAt"
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS e("id" text, "type" text, "objectId" text, "subscriptionId" text, "invoiceId" text,
        "customerId" text, "createdAt" timestamptz, "receivedAt" timestamptz)
    ON CONFLICT ("id") DO NOTHING
    RETURNING "id"`;
  const isNew = new Set(inserted.map((row) => row.id));
  // Of two deliveries in one batch, the first was new.
  return events.map((event) => isNew.delete(event.id));
}

/**
 * Claims up to `limit` events that are due, oldest first. A claim pushes the next attempt into the future, so other
 * instances leave them alone, and after a crash they become due again by themselves.
 */
export async function claimDueEvents(
  db: PrismaClient,
  input: { now: Date; retryAt: Date; limit: number },
): Promise<StripeEvent[]> {
  const due = await db.$queryRaw<{ id: string }[]>`
    UPDATE "StripeEvent" SET "attempts" = "attempts" + 1, "nextAttemptAt" = ${input.retryAt}
    WHERE "id" IN (
      SELECT "id" FROM "StripeEvent"
      WHERE "handledAt" IS NULL AND "givenUpAt" IS NULL AND "nextAttemptAt" <= ${input.now}
      ORDER BY "createdAt", "id" LIMIT ${input.limit} FOR UPDATE SKIP LOCKED
    ) RETURNING "id"`;
  return db.stripeEvent.findMany({
    where: { id: { in: due.map((row) => row.id) } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}

/** Claims one event by hand, whatever its state; null when there is none. */
export async function claimEvent(
  db: PrismaClient,
  input: { id: string; now: Date },
): Promise<StripeEvent | null> {
  const { count } = await db.stripeEvent.updateMany({
    where: { id: input.id },
    // Like a new one: a failure restarts its three days.
    data: { handledAt: null, givenUpAt: null, attempts: 1, receivedAt: input.now },
  });
  return count === 0 ? null : db.stripeEvent.findUnique({ where: { id: input.id } });
}

export async function markEventsHandled(
  db: PrismaClient,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { id: { in: [...ids] } },
    data: { handledAt: at, lastError: null, nextAttemptAt: null },
  });
}

export async function markEventFailed(
  db: PrismaClient,
  input: { id: string; error: string; retryAt: Date | null; now: Date },
): Promise<void> {
  await db.stripeEvent.update({
    where: { id: input.id },
    data: {
      lastError: input.error.slice(0, 1000),
      nextAttemptAt: input.retryAt,
      givenUpAt: input.retryAt ? null : input.now,
    },
  });
}
