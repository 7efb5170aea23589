import { z } from 'zod';
import type { Account } from '../account';
import { startSubscription } from '../billing/start-subscription';
import { notEmulated } from '../http/not-emulated';
import { flag, mergeMetadata, metadata, oneOf, text, whole } from '../http/params';
import { invalid } from '../http/stripe-error';
import { getCustomer } from '../objects/customer';
import { getPrice } from '../objects/price';
import type { SubscriptionRow } from '../rows';
import { usableCard } from './payment-methods';
import { SUBSCRIPTION_NOT_EMULATED, subscriptionItem, trialSettings } from './subscription-params';

const DAY = 86_400;

export const createSubscriptionParams = z.strictObject({
  customer: text(),
  items: z
    .array(z.strictObject({ ...subscriptionItem, price: text() }))
    .min(1)
    .max(20),
  billing_mode: z
    .strictObject({ type: oneOf(['classic', 'flexible']), ...notEmulated('flexible') })
    .optional(),
  cancel_at_period_end: flag().optional(),
  currency: text(3).optional(),
  default_payment_method: text().optional(),
  description: text(500).optional(),
  metadata: metadata().optional(),
  off_session: flag().optional(),
  payment_behavior: oneOf([
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ]).optional(),
  payment_settings: z
    .strictObject({
      save_default_payment_method: oneOf(['off', 'on_subscription']).optional(),
      ...notEmulated('payment_method_options', 'payment_method_types'),
    })
    .optional(),
  proration_behavior: oneOf(['always_invoice', 'create_prorations', 'none']).optional(),
  trial_end: text().optional(),
  trial_period_days: whole({ min: 0, max: 730 }).optional(),
  trial_settings: trialSettings.optional(),
  ...SUBSCRIPTION_NOT_EMULATED,
  ...notEmulated(
    'backdate_start_date',
    'billing_cycle_anchor',
    'billing_cycle_anchor_config',
    'cancel_at',
    'customer_account',
  ),
});

export function createSubscription(
  account: Account,
  params: z.output<typeof createSubscriptionParams>,
): SubscriptionRow {
  const customer = getCustomer(account, params.customer, 'customer');
  if (params.payment_behavior === 'pending_if_incomplete') {
    throw invalid(
      '`payment_behavior=pending_if_incomplete` is only supported on updates.',
      'payment_behavior',
    );
  }
  for (const [index, one] of params.items.entries()) {
    const price = getPrice(account, one.price, `items[${index}][price]`);
    if (!price.active)
      throw invalid(
        'The price specified is inactive. This field only accepts active prices.',
        `items[${index}][price]`,
      );
    if (price.recurring?.usageType === 'metered' && one.quantity !== undefined) {
      throw invalid('You cannot set `quantity` for a metered price.', `items[${index}][quantity]`);
    }
  }
  const card = params.default_payment_method;
  return startSubscription(account, {
    customer: customer.id,
    items: params.items.map((one) => ({
      price: one.price,
      quantity: one.quantity ?? null,
      metadata: mergeMetadata({}, one.metadata),
    })),
    metadata: mergeMetadata({}, params.metadata),
    description: params.description ?? null,
    defaultPaymentMethod:
      card === undefined
        ? null
        : usableCard(account, card, 'default_payment_method', customer.id).id,
    trialEnd: trialEndOf(account, params),
    trialWithoutCard:
      params.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
    billingMode: params.billing_mode?.type ?? 'flexible',
    cancelAtPeriodEnd: params.cancel_at_period_end ?? false,
    paymentBehavior: params.payment_behavior ?? 'allow_incomplete',
  });
}

function trialEndOf(
  account: Account,
  params: z.output<typeof createSubscriptionParams>,
): number | null {
  if (params.trial_end === 'now') return null;
  if (params.trial_end !== undefined) {
    const end = Number(params.trial_end);
    if (!Number.isInteger(end) || end <= account.now())
      throw invalid('Invalid timestamp: must be in the future.', 'trial_end');
    return end;
  }
  return params.trial_period_days ? account.now() + params.trial_period_days * DAY : null;
}
