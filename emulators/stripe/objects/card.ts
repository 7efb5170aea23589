import type Stripe from 'stripe';
import type { PaymentMethodRow } from '../state/rows';
import { checksOf } from './card-details';

/** A payment method as the older API shows it: a card that is a customer's source. */
export function renderCard(row: PaymentMethodRow) {
  const address = row.address ?? null;
  const checks = checksOf(row);
  return {
    id: row.id,
    object: 'card',
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: checks.address_line1_check,
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: checks.address_postal_code_check,
    allow_redisplay: 'unspecified',
    brand: BRANDS[row.brand] ?? 'Unknown',
    country: row.traits?.country ?? 'US',
    customer: row.customer,
    cvc_check: checks.cvc_check,
    dynamic_last4: null,
    exp_month: row.expMonth,
    exp_year: row.expYear,
    fingerprint: row.fingerprint ?? null,
    funding: row.traits?.funding ?? 'credit',
    last4: row.last4,
    metadata: { ...row.metadata },
    name: row.name,
    regulated_status: 'unregulated',
    tokenization_method: null,
  } satisfies Stripe.Card;
}

const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'MasterCard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};
