import { refuseInactive, refuseUnfitSet } from '../billing/item-rules';
import { checkEmail } from '../http/check-email';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { minimumCharge } from '../money/currencies';
import { formatMoney } from '../money/format-money';
import { getCustomer, refuseSecondCurrency } from '../objects/customer';
import { commonCurrency, getPrice } from '../objects/price';
import { dueToday } from '../objects/session';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { SessionPayment, SessionRow } from '../state/rows';
import { invalid, missingParam, notEmulated } from '../wire/stripe-error';
import { addressTakes, toAddress } from './address';

const DAY = 86_400;
const MOST_RECURRING = 20;

export const createSessionTakes = {
  mode: ['payment', 'subscription'],
  line_items: { price: true, quantity: { min: 1 } },
  success_url: true,
  cancel_url: true,
  customer: true,
  customer_email: { max: 800 },
  client_reference_id: { max: 200 },
  expires_at: true,
  metadata: true,
  locale: true,
  currency: { max: 3 },
  allowed_payment_method_types: ['card', 'link', 'paypal', 'sepa_debit', 'us_bank_account'],
  payment_method_collection: ['always'],
  payment_intent_data: {
    description: { max: 1000 },
    metadata: true,
    shipping: { name: true, address: addressTakes, phone: true },
  },
  ui_mode: ['hosted_page'],
  subscription_data: {
    billing_mode: { type: true },
    description: { max: 500 },
    metadata: true,
    trial_end: true,
    trial_period_days: { min: 1, max: 730 },
  },
} as const;
type CreateParams = Params<'POST /v1/checkout/sessions', typeof createSessionTakes>;

/** An open session, after Stripe's rules for what may be sold in one. */
export function createSession(account: Account, params: CreateParams): SessionRow {
  if (params.mode === undefined) throw missingParam('mode');
  if (params.success_url === undefined) throw missingParam('success_url');
  checkUrl(params.success_url, 'success_url');
  if (params.cancel_url !== undefined) checkUrl(params.cancel_url, 'cancel_url');
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw invalid(
      'You may only specify one of these parameters: customer, customer_email.',
      'customer',
    );
  }
  if (params.customer_email !== undefined) checkEmail(params.customer_email, 'customer_email');
  if (params.customer !== undefined) getCustomer(account, params.customer, 'customer');
  const unfit = params.mode === 'payment' ? 'subscription_data' : 'payment_intent_data';
  if (params[unfit] !== undefined)
    throw invalid(`You can not pass \`${unfit}\` in \`${params.mode}\` mode.`, unfit);
  const items = itemsOf(account, params);
  const billingMode = params.subscription_data?.billing_mode?.type ?? 'flexible';
  if (params.mode === 'subscription')
    refuseUnfitSet(account, items, { billingMode, param: 'line_items' });
  const currency = commonCurrency(
    items.map((item) => getPrice(account, item.price)),
    params.currency,
    (index) => `line_items[${index}][price]`,
  );
  const owner = account.customers.get(params.customer ?? '');
  if (owner && params.mode === 'subscription') refuseSecondCurrency(account, owner, currency);
  const row: SessionRow = {
    id: newId('cs_test_a1', 56).replace('a1_', 'a1'),
    created: account.now(),
    expiresAt: expiryOf(account, params.expires_at),
    status: 'open',
    customer: params.customer ?? null,
    customerEmail: params.customer_email ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    items,
    currency,
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    metadata: mergeMetadata({}, params.metadata),
    locale: params.locale ?? null,
    allowedPaymentMethodTypes: params.allowed_payment_method_types ?? null,
    paymentMethodCollection: params.payment_method_collection ?? 'always',
    subscriptionMetadata: mergeMetadata({}, params.subscription_data?.metadata),
    subscriptionDescription: params.subscription_data?.description ?? null,
    ...trialOf(account, params.subscription_data),
    billingMode,
    subscription: null,
    invoice: null,
    payment: params.mode === 'payment' ? paymentOf(params.payment_intent_data) : null,
    paymentStatus: 'unpaid',
  };
  const due = dueToday(account, row);
  if (row.payment && due > 0) checkTotal(due, currency);
  account.sessions.put(row);
  account.wake('session', row.id, row.expiresAt);
  return row;
}

/** A subscription's first invoice may be too small to be charged; a payment may not. */
function checkTotal(due: number, currency: string): void {
  const least = minimumCharge(currency);
  if (due < least)
    throw invalid(
      `The Checkout Session's total amount due must add up to at least ${formatMoney(least, currency)} ${currency}`,
      undefined,
      'amount_too_small',
    );
}

/** The session's own id may stand in it as `{CHECKOUT_SESSION_ID}`. */
function checkUrl(url: string, param: string): void {
  if (!URL.canParse(url.replaceAll(/[{}]/g, '')))
    throw invalid('Not a valid URL', param, 'url_invalid');
}

function itemsOf(account: Account, params: CreateParams): SessionRow['items'] {
  if (!params.line_items) throw missingParam('line_items');
  const hasRecurring = params.line_items.some(
    ({ price }) => price !== undefined && account.prices.get(price)?.recurring,
  );
  const most = params.mode === 'payment' ? 100 : MOST_RECURRING;
  if (params.line_items.length > most) {
    const message = `Checkout accepts up to ${most} line items in \`${params.mode}\` mode.`;
    throw invalid(message, 'line_items');
  }
  return params.line_items.map((item, index) => {
    const at = `line_items[${index}]`;
    if (item.price === undefined) throw missingParam(`${at}[price]`);
    const price = getPrice(account, item.price, `${at}[price]`);
    refuseInactive(account, price, `${at}[price]`);
    if (params.mode === 'payment' && price.recurring) {
      throw invalid(
        'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
        at,
      );
    }
    if (params.mode === 'subscription' && !price.recurring) {
      if (hasRecurring) throw notEmulated(at, 'One-time prices together with recurring ones.');
      throw invalid(
        'You must provide at least one recurring price in `subscription` mode when using prices.',
        at,
      );
    }
    const metered = price.recurring?.usageType === 'metered';
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

function paymentOf(data: CreateParams['payment_intent_data']): SessionPayment {
  const { description = null, shipping } = data ?? {};
  return {
    intent: null,
    description,
    metadata: mergeMetadata({}, data?.metadata),
    shipping: shipping
      ? {
          name: shipping.name,
          address: toAddress(shipping.address),
          phone: shipping.phone ?? null,
        }
      : null,
    payer: null,
  };
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
