import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { ItemRow, SubscriptionRow } from '../state/rows';
import { wholeList } from '../wire/list';
import { missing } from '../wire/stripe-error';
import { getPrice, renderPlan, renderPrice } from './price';
import { clockOf } from './test-clock';

export function getSubscription(account: Account, id: string, param?: string): SubscriptionRow {
  const row = account.subscriptions.get(id);
  if (!row) throw missing('subscription', id, param);
  return row;
}

/** `items` carries prices whose decimals are text on the wire, so it is checked on its own. */
type Wire = Omit<Stripe.Subscription, 'items'>;

export function renderSubscription(account: Account, row: SubscriptionRow) {
  return {
    id: row.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: row.anchor,
    billing_cycle_anchor_config: null,
    billing_mode: { type: row.billingMode, ...flexibleDetails(row) },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: row.cancelAt,
    cancel_at_period_end: row.cancelAtPeriodEnd,
    canceled_at: row.canceledAt,
    cancellation_details: { ...row.cancellation, feedback_option: null },
    collection_method: 'charge_automatically',
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: row.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: row.description,
    discounts: [],
    ended_at: row.endedAt,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: wholeList(
      row.items.map((item) => renderItem(account, row, item)),
      `/v1/subscription_items?subscription=${row.id}`,
    ),
    latest_invoice: row.latestInvoice,
    livemode: false,
    managed_payments: null,
    metadata: { ...row.metadata },
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: row.pauseCollection && {
      behavior: row.pauseCollection.behavior,
      resumes_at: row.pauseCollection.resumesAt,
    },
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: account.schedules.group(row.id).find((one) => one.status === 'active')?.id ?? null,
    start_date: row.startDate,
    status: row.status,
    test_clock: clockOf(account, row.customer),
    transfer_data: null,
    trial_end: row.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: row.trialWithoutCard },
    },
    trial_start: row.trialStart,
  } satisfies Wire & { items: unknown };
}

export function renderItem(account: Account, subscription: SubscriptionRow, item: ItemRow) {
  const price = getPrice(account, item.price);
  return {
    id: item.id,
    object: 'subscription_item',
    billing_thresholds: null,
    created: item.created,
    current_period_end: item.periodEnd,
    current_period_start: item.periodStart,
    current_trial: null,
    discounts: [],
    metadata: { ...item.metadata },
    plan: renderPlan(price),
    price: renderPrice(price),
    ...(item.quantity === null ? {} : { quantity: item.quantity }),
    subscription: subscription.id,
    tax_rates: [],
  } satisfies Omit<Stripe.SubscriptionItem, 'plan' | 'price'> & { plan: unknown; price: unknown };
}

function flexibleDetails(row: SubscriptionRow) {
  return row.billingMode === 'flexible'
    ? { flexible: { proration_discounts: 'included' as const }, updated_at: row.created }
    : { flexible: null };
}
