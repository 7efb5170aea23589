import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { ScheduleRow } from '../state/schedule-rows';
import { getSubscription } from './subscription';
import { clockOf } from './test-clock';

export function renderSchedule(account: Account, row: ScheduleRow) {
  const current = row.phases.findLast((one) => one.start <= account.now()) ?? row.phases[0];
  const { currency } = getSubscription(account, row.subscription);
  return {
    id: row.id,
    object: 'subscription_schedule',
    pause_schedules: [],
    application: null,
    billing_mode: { flexible: {}, type: 'flexible' },
    canceled_at: row.canceledAt ?? null,
    completed_at: null,
    created: row.created,
    current_phase:
      row.status === 'active' && current
        ? { start_date: current.start, end_date: current.end }
        : null,
    customer: row.customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: 'charge_automatically',
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: false,
    metadata: { ...row.metadata },
    phases: row.phases.map((phase) => ({
      add_invoice_items: [],
      application_fee_percent: null,
      billing_cycle_anchor: null,
      billing_thresholds: null,
      collection_method: null,
      currency,
      default_payment_method: null,
      default_tax_rates: [],
      description: null,
      discounts: [],
      invoice_settings: null,
      on_behalf_of: null,
      transfer_data: null,
      trial_end: null,
      start_date: phase.start,
      end_date: phase.end,
      items: phase.items.map((item) => ({
        billing_thresholds: null,
        tax_rates: [],
        price: item.price,
        plan: item.price,
        metadata: { ...item.metadata },
        discounts: [],
        ...(item.quantity === null ? {} : { quantity: item.quantity }),
      })),
      metadata: { ...phase.metadata },
      proration_behavior: 'none',
    })),
    released_at: row.releasedAt,
    released_subscription: row.status === 'released' ? row.subscription : null,
    status: row.status,
    subscription: row.status === 'active' ? row.subscription : null,
    test_clock: clockOf(account, row.customer),
  } satisfies Stripe.SubscriptionSchedule;
}
