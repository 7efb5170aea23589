import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { SessionRow } from '../state/rows';
import { wholeList } from '../wire/list';
import { missing } from '../wire/stripe-error';
import { makeLines, totalOf } from './invoice-lines';
import { getPrice, renderPrice } from './price';
import { getProduct } from './product';

export function getSession(account: Account, id: string): SessionRow {
  const row = account.sessions.get(id);
  if (!row) throw missing('checkout.session', id);
  return row;
}

/** What is charged when the form is sent: all but usage, unless a trial comes first. */
export function dueToday(account: Account, row: SessionRow): number {
  if (row.trialPeriodDays !== null || row.trialEnd !== null) return 0;
  return row.items.reduce((sum, item) => sum + amountOf(account, row, item), 0);
}

function amountOf(
  account: Account,
  { currency }: SessionRow,
  item: SessionRow['items'][number],
): number {
  if (item.quantity === null) return 0;
  return totalOf(
    makeLines(account, {
      price: item.price,
      currency,
      item: null,
      quantity: `${item.quantity}`,
      periodStart: 0,
      periodEnd: 0,
    }),
  );
}

/** Not part of a session unless asked for. */
export function renderLineItems(account: Account, row: SessionRow) {
  const data = row.items.map((item) => {
    const price = getPrice(account, item.price);
    const amount = amountOf(account, row, item);
    return {
      id: item.id,
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: row.currency,
      description: getProduct(account, price.product).name,
      metadata: {},
      price: renderPrice(price),
      quantity: item.quantity,
    } satisfies Omit<Stripe.LineItem, 'price'> & { price: unknown };
  });
  return wholeList(data, `/v1/checkout/sessions/${row.id}/line_items`);
}

export function renderSession(account: Account, row: SessionRow) {
  const amount = dueToday(account, row);
  const customer = row.customer === null ? undefined : account.customers.get(row.customer);
  const email = customer?.email ?? row.payment?.payer?.email ?? row.customerEmail;
  return {
    id: row.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: row.allowedPaymentMethodTypes,
    amount_subtotal: amount,
    amount_total: amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: row.cancelUrl,
    client_reference_id: row.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: row.created,
    currency: row.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: row.customer,
    customer_account: null,
    customer_creation: row.customer === null ? (row.payment ? 'if_required' : 'always') : null,
    customer_details:
      email === null
        ? null
        : {
            address: customer?.address ?? null,
            business_name: null,
            email,
            individual_name: null,
            name: customer?.name ?? row.payment?.payer?.name ?? null,
            phone: null,
            tax_exempt: 'none',
            tax_ids: null,
          },
    customer_email: row.customerEmail,
    discounts: [],
    expires_at: row.expiresAt,
    integration_identifier: null,
    invoice: row.invoice,
    invoice_creation: null,
    livemode: false,
    locale: row.locale,
    managed_payments: null,
    metadata: { ...row.metadata },
    mode: row.payment ? 'payment' : 'subscription',
    origin_context: null,
    payment_intent: row.payment?.intent ?? null,
    payment_link: null,
    payment_method_collection: row.paymentMethodCollection,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: row.allowedPaymentMethodTypes ?? ['card'],
    payment_status: row.paymentStatus,
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: row.status,
    submit_type: null,
    subscription: row.subscription,
    success_url: row.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: row.status === 'open' ? `${account.baseUrl}/c/pay/${row.id}` : null,
    wallet_options: null,
  } satisfies Stripe.Checkout.Session;
}
