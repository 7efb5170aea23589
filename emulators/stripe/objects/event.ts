import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { EventRow } from '../state/notification-rows';

export const API_VERSION = '2026-10-28.endive';

export function renderEvent(account: Account, row: EventRow, apiVersion: string | null = null) {
  return {
    id: row.id,
    object: 'event',
    api_version: apiVersion ?? API_VERSION,
    created: row.created,
    data: {
      object: row.object,
      ...(row.previous === null ? {} : { previous_attributes: row.previous }),
    },
    livemode: false,
    pending_webhooks: pendingOf(account, row),
    request: row.request,
    type: row.type,
    // What an event is about is known by its type alone.
  } satisfies Omit<Stripe.Event, 'data' | 'type' | 'account' | 'context'> &
    Record<'data' | 'type', unknown>;
}

function pendingOf(account: Account, row: EventRow): number {
  return account.deliveries.group(row.id).filter((one) => one.state === 'pending').length;
}
