import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { MeterRow } from '../state/rows';
import { missing } from '../wire/stripe-error';

export function getMeter(account: Account, id: string, param?: string): MeterRow {
  const row = account.meters.get(id);
  if (!row) throw missing('billing meter', id, param);
  return row;
}

export function renderMeter(row: MeterRow) {
  return {
    id: row.id,
    object: 'billing.meter',
    created: row.created,
    customer_mapping: { event_payload_key: row.customerKey, type: 'by_id' },
    default_aggregation: { formula: row.formula },
    display_name: row.displayName,
    event_name: row.eventName,
    event_time_window: row.window,
    livemode: false,
    status: row.status,
    status_transitions: { deactivated_at: row.deactivatedAt },
    updated: row.updated,
    value_settings: { event_payload_key: row.valueKey },
  } satisfies Stripe.Billing.Meter;
}
