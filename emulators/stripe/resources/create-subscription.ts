import { refuseInactive } from '../billing/item-rules';
import { usableCard } from '../billing/payment-methods';
import { startSubscription } from '../billing/start-subscription';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { getCustomer } from '../objects/customer';
import { getPrice } from '../objects/price';
import type { Account } from '../state/account';
import type { SubscriptionRow } from '../state/rows';
import { invalid, missingParam } from '../wire/stripe-error';
import { subscriptionItem, trialSettings } from './subscription-params';

const DAY = 86_400;

export const createSubscriptionTakes = {
  customer: true,
  items: subscriptionItem,
  billing_mode: { type: true },
  cancel_at_period_end: true,
  collection_method: ['charge_automatically'],
  currency: { max: 3 },
  default_payment_method: true,
  description: { max: 500 },
  metadata: true,
  off_session: true,
  payment_behavior: true,
  payment_settings: { save_default_payment_method: ['off'] },
  proration_behavior: true,
  trial_end: true,
  trial_period_days: { min: 0, max: 730 },
  trial_settings: trialSettings,
} as const;
type CreateParams = Params<'POST /v1/subscriptions', typeof createSubscriptionTakes>;

export function createSubscription(account: Account, params: CreateParams): SubscriptionRow {
  if (params.customer === undefined) throw missingParam('customer');
  const customer = getCustomer(account, params.customer, 'customer');
  if (params.payment_behavior === 'pending_if_incomplete') {
    throw invalid(
      '`payment_behavior=pending_if_incomplete` is only supported on updates.',
      'payment_behavior',
    );
  }
  const items = itemsOf(account, params.items);
  const card = params.default_payment_method;
  return startSubscription(account, {
    customer: customer.id,
    items,
    currency: params.currency,
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

function itemsOf(account: Account, given: CreateParams['items']) {
  if (!given) throw missingParam('items');
  return given.map((one, index) => {
    const at = `items[${index}]`;
    if (one.price === undefined) throw missingParam(`${at}[price]`);
    const price = getPrice(account, one.price, `${at}[price]`);
    refuseInactive(account, price, `${at}[price]`);
    if (price.recurring?.usageType === 'metered' && one.quantity !== undefined)
      throw invalid('You cannot set `quantity` for a metered price.', `${at}[quantity]`);
    return {
      price: one.price,
      quantity: one.quantity ?? null,
      metadata: mergeMetadata({}, one.metadata),
    };
  });
}

function trialEndOf(account: Account, params: CreateParams): number | null {
  if (params.trial_end === 'now') return null;
  if (params.trial_end !== undefined) {
    const end = params.trial_end;
    if (end <= account.now())
      throw invalid('Invalid timestamp: must be in the future.', 'trial_end');
    return end;
  }
  return params.trial_period_days ? account.now() + params.trial_period_days * DAY : null;
}
