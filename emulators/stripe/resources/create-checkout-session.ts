import { z } from 'zod';
import type { Account } from '../account';
import { notEmulated } from '../http/not-emulated';
import { mergeMetadata, metadata, oneOf, text, whole } from '../http/params';
import { invalid } from '../http/stripe-error';
import { newId } from '../ids';
import { getCustomer } from '../objects/customer';
import { getPrice } from '../objects/price';
import type { SessionRow } from '../rows';

const DAY = 86_400;
const url = () =>
  text().refine((value) => URL.canParse(value.replaceAll(/[{}]/g, '')), 'Not a valid URL');

export const createSessionParams = z.strictObject({
  mode: oneOf(['payment', 'setup', 'subscription']),
  line_items: z.array(
    z.strictObject({
      price: text(),
      quantity: whole({ min: 1 }).optional(),
      ...notEmulated(
        'adjustable_quantity',
        'dynamic_tax_rates',
        'price_data',
        'tax_rates',
        'metadata',
      ),
    }),
  ),
  success_url: url(),
  cancel_url: url().optional(),
  customer: text().optional(),
  customer_email: text(800).optional(),
  client_reference_id: text(200).optional(),
  expires_at: whole().optional(),
  metadata: metadata().optional(),
  locale: text(10).optional(),
  currency: text(3).optional(),
  allowed_payment_method_types: z
    .array(oneOf(['card', 'link', 'paypal', 'sepa_debit', 'us_bank_account']))
    .min(1)
    .optional(),
  payment_method_collection: oneOf(['always', 'if_required']).optional(),
  ui_mode: oneOf(['hosted_page']).optional(),
  subscription_data: z
    .strictObject({
      billing_mode: z
        .strictObject({ type: oneOf(['classic', 'flexible']), ...notEmulated('flexible') })
        .optional(),
      description: text(500).optional(),
      metadata: metadata().optional(),
      trial_end: whole().optional(),
      trial_period_days: whole({ min: 1, max: 730 }).optional(),
      ...notEmulated(
        'application_fee_percent',
        'billing_cycle_anchor',
        'billing_cycle_anchor_config',
        'default_tax_rates',
        'invoice_settings',
        'on_behalf_of',
        'pending_invoice_item_interval',
        'proration_behavior',
        'transfer_data',
        'trial_settings',
      ),
    })
    .optional(),
  ...notEmulated(
    'adaptive_pricing',
    'after_expiration',
    'allow_promotion_codes',
    'automatic_tax',
    'billing_address_collection',
    'branding_settings',
    'consent_collection',
    'custom_fields',
    'custom_text',
    'customer_account',
    'customer_creation',
    'customer_update',
    'discounts',
    'excluded_payment_method_types',
    'integration_identifier',
    'invoice_creation',
    'managed_payments',
    'name_collection',
    'optional_items',
    'origin_context',
    'payment_intent_data',
    'payment_method_configuration',
    'payment_method_data',
    'payment_method_options',
    'permissions',
    'phone_number_collection',
    'redirect_on_completion',
    'return_url',
    'saved_payment_method_options',
    'setup_intent_data',
    'shipping_address_collection',
    'shipping_options',
    'submit_type',
    'tax_id_collection',
    'wallet_options',
  ),
});
type CreateParams = z.output<typeof createSessionParams>;

/** An open session, after Stripe's rules for what may be sold in one. */
export function createSession(account: Account, params: CreateParams): SessionRow {
  if (params.mode !== 'subscription') {
    throw invalid(
      `Mode ${params.mode} is not emulated; only subscription is.`,
      'mode',
      'parameter_not_emulated',
    );
  }
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw invalid(
      'You may only specify one of these parameters: customer, customer_email.',
      'customer',
    );
  }
  if (params.customer !== undefined) getCustomer(account, params.customer, 'customer');
  const items = itemsOf(account, params);
  const row: SessionRow = {
    id: newId('cs_test_a1', 56).replace('a1_', 'a1'),
    created: account.now(),
    expiresAt: expiryOf(account, params.expires_at),
    status: 'open',
    customer: params.customer ?? null,
    customerEmail: params.customer_email ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    items,
    currency: currencyOf(account, items),
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    metadata: mergeMetadata({}, params.metadata),
    locale: params.locale ?? null,
    allowedPaymentMethodTypes: params.allowed_payment_method_types ?? null,
    paymentMethodCollection: params.payment_method_collection ?? 'always',
    subscriptionMetadata: mergeMetadata({}, params.subscription_data?.metadata),
    subscriptionDescription: params.subscription_data?.description ?? null,
    ...trialOf(account, params.subscription_data),
    billingMode: params.subscription_data?.billing_mode?.type ?? 'flexible',
    subscription: null,
    invoice: null,
    paymentStatus: 'unpaid',
  };
  account.sessions.put(row);
  account.wake('session', row.id, row.expiresAt);
  return row;
}

function itemsOf(account: Account, params: CreateParams): SessionRow['items'] {
  if (params.line_items.length === 0)
    throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing');
  return params.line_items.map((item, index) => {
    const at = `line_items[${index}]`;
    const price = getPrice(account, item.price, `${at}[price]`);
    if (!price.active)
      throw invalid(
        'The price specified is inactive. This field only accepts active prices.',
        `${at}[price]`,
      );
    if (!account.products.get(price.product)?.active) {
      throw invalid(
        `The product ${price.product} is marked as inactive, and thus no new subscriptions can be created to its prices.`,
        `${at}[price]`,
      );
    }
    if (!price.recurring)
      throw invalid(
        'You must provide at least one recurring price in `subscription` mode when using prices.',
        at,
      );
    const metered = price.recurring.usageType === 'metered';
    if (metered && item.quantity !== undefined) {
      throw invalid(
        `Quantity should not be specified where usage_type is \`metered\`. Remove quantity from \`${at}\``,
        `${at}[quantity]`,
      );
    }
    if (!metered && item.quantity === undefined) {
      throw invalid(
        'Quantity is required. Add `quantity` to `line_items`',
        `${at}[quantity]`,
        'parameter_missing',
      );
    }
    return {
      id: newId('li_1', 23).replace('li_1_', 'li_1'),
      price: price.id,
      quantity: item.quantity ?? null,
    };
  });
}

function currencyOf(account: Account, items: SessionRow['items']): string {
  const currencies = new Set(items.map((item) => getPrice(account, item.price).currency));
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1)
    throw invalid('All line items must have the same currency.', 'line_items');
  return currency;
}

function expiryOf(account: Account, given: number | undefined): number {
  const now = account.now();
  if (given === undefined) return now + DAY;
  if (given < now + 1800)
    throw invalid(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      'expires_at',
    );
  if (given > now + DAY)
    throw invalid(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      'expires_at',
    );
  return given;
}

function trialOf(account: Account, data: CreateParams['subscription_data']) {
  const { trial_end: trialEnd = null, trial_period_days: trialPeriodDays = null } = data ?? {};
  if (trialEnd !== null && trialPeriodDays !== null) {
    throw invalid(
      'You may only specify one of these parameters: trial_end, trial_period_days.',
      'subscription_data[trial_end]',
    );
  }
  if (trialEnd !== null && trialEnd < account.now() + 2 * DAY) {
    throw invalid(
      'The `trial_end` date has to be at least 2 days in the future.',
      'subscription_data[trial_end]',
    );
  }
  return { trialEnd, trialPeriodDays };
}
