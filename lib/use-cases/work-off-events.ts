import { claimDueEvents, markEventFailed, markEventHandled } from '../db/events';
import type { StripeEvent } from '../db/generated/client';
import { findByProvider, findSubscription, listIdsOfCustomer } from '../db/subscriptions';
import type { Deps } from './deps';
import { messageOf } from './failure';
import { holdRenewalInvoice } from './hold-renewals';
import { isUsageErrorEvent, recordUsageErrors } from './record-usage-errors';
import { syncSubscription } from './sync-subscription';

export interface WorkedOff {
  handled: number;
  failed: { eventId: string; error: string }[];
}

/** Works off stored events that are due. Every one is tried; one that fails is tried again later, for three days. */
export async function workOffEvents(deps: Deps, limit = 20): Promise<WorkedOff> {
  const now = await deps.clock.now();
  const due = await claimDueEvents(deps.db, {
    now,
    retryAt: new Date(now.getTime() + CLAIM_MS),
    limit,
  });
  const worked: WorkedOff = { handled: 0, failed: [] };
  for (const event of due) {
    const outcome = await workOffEvent(deps, event, now);
    if (outcome.kind === 'handled') worked.handled += 1;
    else worked.failed.push({ eventId: event.id, error: outcome.error });
  }
  return worked;
}

/** Does what one event asks for, and writes down what came of it. */
export async function workOffEvent(
  deps: Deps,
  event: StripeEvent,
  now: Date,
): Promise<{ kind: 'handled' } | { kind: 'failed'; error: string }> {
  try {
    await handleEvent(deps, event);
    await markEventHandled(deps.db, event.id, now);
    return { kind: 'handled' };
  } catch (error) {
    const message = messageOf(error);
    const retryAt = nextAttempt(event, now);
    await markEventFailed(deps.db, { id: event.id, error: message, retryAt, now });
    deps.log.error({ eventId: event.id, type: event.type, err: error, retryAt }, 'event failed');
    return { kind: 'failed', error: message };
  }
}

/** How long a claim lasts: a crashed worker's events come back after this. */
const CLAIM_MS = 2 * 60_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;

/** 10 s, 20 s, 40 s ... up to 6 h; null after three days: given up, an operator's row. */
function nextAttempt(event: StripeEvent, now: Date): Date | null {
  if (now.getTime() - event.receivedAt.getTime() > GIVE_UP_AFTER_MS) return null;
  const delay = Math.min(10_000 * 2 ** Math.max(0, event.attempts - 1), 6 * 3_600_000);
  return new Date(now.getTime() + delay);
}

/** The payload only says that something changed about a subscription; what is true is read again. */
async function handleEvent(deps: Deps, event: StripeEvent): Promise<void> {
  if (isUsageErrorEvent(event.type)) {
    await recordUsageErrors(deps, event);
    return;
  }
  const subscriptionId = await subscriptionOf(deps, event);
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
  await syncSubscription(deps, subscriptionId, event.subscriptionId ?? undefined);
  if (event.type === 'invoice.created' && event.invoiceId) {
    await holdRenewalInvoice(deps, { subscriptionId, invoiceId: event.invoiceId });
  }
}

async function subscriptionOf(deps: Deps, event: StripeEvent): Promise<string | null> {
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
