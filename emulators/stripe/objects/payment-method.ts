import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { Address, PaymentMethodRow } from '../state/rows';
import { missing } from '../wire/stripe-error';
import { checksOf } from './card-details';

export const NO_ADDRESS: Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

export function getPaymentMethod(account: Account, id: string, param?: string): PaymentMethodRow {
  const row = account.paymentMethods.get(id);
  if (!row) throw missing('PaymentMethod', id, param);
  return row;
}

export function renderPaymentMethod(row: PaymentMethodRow) {
  return {
    id: row.id,
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: {
      address: row.address ?? NO_ADDRESS,
      email: row.email,
      name: row.name,
      phone: row.phone ?? null,
      tax_id: null,
    },
    card: {
      brand: row.brand,
      checks: checksOf(row),
      country: row.traits?.country ?? 'US',
      display_brand: row.brand,
      exp_month: row.expMonth,
      exp_year: row.expYear,
      fingerprint: row.fingerprint ?? null,
      funding: row.traits?.funding ?? 'credit',
      generated_from: null,
      last4: row.last4,
      networks: { available: [row.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: row.created,
    customer: row.customer,
    customer_account: null,
    livemode: false,
    metadata: { ...row.metadata },
    type: 'card',
  } satisfies Stripe.PaymentMethod;
}
