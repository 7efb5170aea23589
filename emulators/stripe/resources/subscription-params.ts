import { z } from 'zod';
import { notEmulated } from '../http/not-emulated';
import { metadata, oneOf, text, whole } from '../http/params';

export const subscriptionItem = {
  price: text().optional(),
  quantity: whole({ min: 0 }).optional(),
  metadata: metadata().optional(),
  ...notEmulated('billing_thresholds', 'discounts', 'price_data', 'tax_rates', 'plan'),
};
export const trialSettings = z.strictObject({
  end_behavior: z.strictObject({
    missing_payment_method: oneOf(['cancel', 'create_invoice', 'pause']),
    ...notEmulated('billing_cycle_anchor'),
  }),
});
export const SUBSCRIPTION_NOT_EMULATED = notEmulated(
  'add_invoice_items',
  'application_fee_percent',
  'automatic_tax',
  'billing_schedules',
  'billing_thresholds',
  'collection_method',
  'days_until_due',
  'default_source',
  'default_tax_rates',
  'discounts',
  'invoice_settings',
  'on_behalf_of',
  'pending_invoice_item_interval',
  'transfer_data',
  'trial_from_plan',
);
