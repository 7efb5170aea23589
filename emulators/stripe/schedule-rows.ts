import type { Account } from './account';
import { clockOf } from './objects/test-clock';
import type { Metadata } from './rows';

export interface SchedulePhase {
  start: number;
  end: number;
  price: string;
  quantity: number | null;
  /** Merged into the subscription's when the phase begins. */
  metadata: Metadata;
}

/** What a subscription's item becomes later, by itself. */
export interface ScheduleRow {
  id: string;
  created: number;
  customer: string;
  subscription: string;
  status: 'active' | 'released';
  endBehavior: 'release' | 'cancel';
  metadata: Metadata;
  releasedAt: number | null;
  phases: SchedulePhase[];
}

export function renderSchedule(account: Account, row: ScheduleRow): object {
  const [first] = row.phases;
  return {
    id: row.id,
    object: 'subscription_schedule',
    application: null,
    billing_mode: { type: 'flexible' },
    canceled_at: null,
    completed_at: null,
    created: row.created,
    current_phase:
      row.status === 'active' && first ? { start_date: first.start, end_date: first.end } : null,
    customer: row.customer,
    customer_account: null,
    default_settings: { collection_method: 'charge_automatically' },
    end_behavior: row.endBehavior,
    livemode: false,
    metadata: { ...row.metadata },
    phases: row.phases.map((phase) => ({
      add_invoice_items: [],
      start_date: phase.start,
      end_date: phase.end,
      items: [
        {
          price: phase.price,
          plan: phase.price,
          metadata: {},
          discounts: [],
          ...(phase.quantity === null ? {} : { quantity: phase.quantity }),
        },
      ],
      metadata: { ...phase.metadata },
      proration_behavior: 'none',
    })),
    released_at: row.releasedAt,
    released_subscription: row.status === 'released' ? row.subscription : null,
    status: row.status,
    subscription: row.status === 'active' ? row.subscription : null,
    test_clock: clockOf(account, row.customer),
  };
}
