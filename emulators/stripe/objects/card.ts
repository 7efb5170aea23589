import type Stripe from 'stripe';
import type { PaymentMethodRow } from '../rows';

/** A payment method as the older API shows it: a card that is a customer's source. */
export function renderCard(row: PaymentMethodRow) {
  const address = row.address ?? null;
  return {
    id: row.id,
    object: 'card',
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: null,
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: null,
    allow_redisplay: 'unspecified',
    brand: BRANDS[row.brand] ?? 'Unknown',
    country: 'US',
    customer: row.customer,
    cvc_check: null,
    dynamic_last4: null,
    exp_month: row.expMonth,
    exp_year: row.expYear,
    fingerprint: `fp_${row.brand}_${row.last4}`,
    funding: 'credit',
    last4: row.last4,
    metadata: { ...row.metadata },
    name: row.name,
    regulated_status: 'unregulated',
    tokenization_method: null,
  } satisfies Stripe.Card;
}

const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  discover: 'Discover',
  mastercard: 'MasterCard',
  visa: 'Visa',
};
