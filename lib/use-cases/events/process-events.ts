import { claimDueEvents, markEventFailed, markEventsHandled } from '../../db/events';
import type { StripeEvent } from '../../db/generated/client';
import { findByProvider, findSubscription, listIdsOfCustomer } from '../../db/subscriptions';
import { inParallel } from '../../kit/in-parallel';
import { nextAttempt } from '../../kit/next-attempt';
import { deferRenewalInvoice } from '../billing/defer-renewals';
import { hearPaymentEvents } from '../credit/hear-payment-events';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs, SyncDeps } from '../deps';
import { messageOf } from '../runs/failure';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { isUsageErrorEvent, recordUsageErrors } from '../usage/record-usage-errors';
import { recordMoneyEvents } from './internal/record-money-events';

export interface Processed {
  handled: number;
  failed: { eventId: string; error: string }[];
}

/**
 * Processes stored events that are due. Every one is tried; a failed one is retried later, for three days or more.
 * `yieldToRequests` is awaited before each piece of work, for callers with more urgent work.
 */
export async function processEvents(
  deps: SyncDeps & Needs<'telemetry'>,
  limit = 20,
  yieldToRequests: () => Promise<void> = async () => {},
): Promise<Processed> {
  const now = await deps.clock.now();
  const due = await claimDueEvents(deps.db, {
    now,
    retryAt: new Date(now.getTime() + CLAIM_MS),
    limit,
  });
  const worked: Processed = { handled: 0, failed: [] };
  await inParallel(bySubscription(due), IN_PARALLEL, async (events) => {
    await yieldToRequests();
    const outcome = await processTogether(deps, events, now);
    if (outcome.kind === 'handled') worked.handled += events.length;
    else for (const { id } of events) worked.failed.push({ eventId: id, error: outcome.error });
  });
  return worked;
}

/** So many subscriptions at a time: the work is mostly waiting for the provider and the database. */
const IN_PARALLEL = 12;

/** A payment creates five events of one subscription: the current state is read and applied once for all of them. */
function bySubscription(events: readonly StripeEvent[]): StripeEvent[][] {
  const groups = new Map<string, StripeEvent[]>();
  for (const event of events) {
    const key = event.subscriptionId ?? event.id;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()];
}

type Outcome = { kind: 'handled' } | { kind: 'failed'; error: string };

/** Does what one event asks for, and writes down what came of it. */
export function processEvent(
  deps: SyncDeps & Needs<'telemetry'>,
  event: StripeEvent,
  now: Date,
): Promise<Outcome> {
  return processTogether(deps, [event], now);
}

/** The same for events of one subscription, which all were stored before the work on them begins. */
async function processTogether(
  deps: SyncDeps & Needs<'telemetry'>,
  events: readonly StripeEvent[],
  now: Date,
): Promise<Outcome> {
  try {
    await deps.telemetry.step('process events', { events: events.length }, () =>
      handleTogether(deps, events),
    );
    await markEventsHandled(
      deps.db,
      events.map((event) => event.id),
      now,
    );
    for (const { type } of events) countOutcome(deps, type, 'handled');
    return { kind: 'handled' };
  } catch (error) {
    const message = messageOf(error);
    for (const event of events) {
      const retryAt = nextAttempt(event, now);
      await markEventFailed(deps.db, { id: event.id, error: message, retryAt, now });
      countOutcome(deps, event.type, retryAt ? 'failed' : 'given-up');
      deps.log.error({ eventId: event.id, type: event.type, err: error, retryAt }, 'event failed');
    }
    return { kind: 'failed', error: message };
  }
}

function countOutcome(
  deps: Needs<'telemetry'>,
  type: string,
  outcome: 'handled' | 'failed' | 'given-up',
): void {
  deps.telemetry.count('events.processed', 1, { event_type: type, outcome });
}

/** How long a claim lasts: a crashed worker's events come back after this. */
const CLAIM_MS = 2 * 60_000;
/** The payload only says that something changed about a subscription; the current state is read again. */
async function handleTogether(deps: SyncDeps, events: readonly StripeEvent[]): Promise<void> {
  const [event] = events;
  if (!event) return;
  if (isUsageErrorEvent(event.type)) {
    await recordUsageErrors(deps, event);
    return;
  }
  if (event.type === 'customer.deleted') await isCustomerDeleted(deps, event.objectId);
  // Before access is decided: who has paid, what is disputed.
  const others = await hearPaymentEvents(deps, events);
  const subscriptionId = await subscriptionOf(deps, event);
  for (const id of others) if (id !== subscriptionId) await syncSubscription(deps, id);
  if (!subscriptionId && event.type.startsWith('customer.') && event.customerId) {
    for (const id of await listIdsOfCustomer(deps.db, event.customerId)) {
      await syncSubscription(deps, id);
    }
    return;
  }
  if (!subscriptionId) {
    deps.log.info({ eventId: event.id, type: event.type }, 'event of nothing of ours');
    return;
  }
  await recordMoneyEvents(deps, subscriptionId, events);
  await syncSubscription(deps, subscriptionId, event.subscriptionId ?? undefined);
  for (const { type, invoiceId } of events) {
    if (type === 'invoice.created' && invoiceId) {
      await deferRenewalInvoice(deps, { subscriptionId, invoiceId });
    }
  }
}

async function subscriptionOf(
  deps: Needs<'db' | 'payments'>,
  event: StripeEvent,
): Promise<string | null> {
  const known = await findByProvider(deps.db, {
    providerId: event.subscriptionId,
    checkoutId: event.objectId,
  });
  if (known) return known.id;
  if (!event.subscriptionId) return null;
  // The first event of a subscription can come before we have seen the checkout: its metadata names our row.
  const provider = await deps.payments.readSubscription(event.subscriptionId);
  if (!provider?.subscriptionId) return null;
  return (await findSubscription(deps.db, provider.subscriptionId))?.id ?? null;
}
