import type Stripe from 'stripe';
import type { PaymentMethodRow } from '../state/rows';

const ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

export function billingDetailsOf(row: PaymentMethodRow | undefined) {
  return {
    address: row?.address ?? ADDRESS,
    email: row?.email ?? null,
    name: row?.name ?? null,
    phone: row?.phone ?? null,
    tax_id: null,
  };
}

/** What the bank said of the security code and the address; an address that was not given is not checked. */
export function checksOf({ traits, address }: PaymentMethodRow) {
  const { cvc, line1, postalCode } = traits?.checks ?? {};
  return {
    address_line1_check: line1 ?? (address?.line1 ? 'pass' : null),
    address_postal_code_check: postalCode ?? (address?.postal_code ? 'pass' : null),
    cvc_check: cvc ?? 'pass',
  };
}

/** What a charge keeps of the card that it was made with. */
export function chargedCard(row: PaymentMethodRow | undefined) {
  if (!row) return null;
  return {
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: row.brand,
      checks: checksOf(row),
      country: row.traits?.country ?? 'US',
      electronic_commerce_indicator: null,
      exp_month: row.expMonth,
      exp_year: row.expYear,
      fingerprint: row.fingerprint ?? null,
      funding: row.traits?.funding ?? 'credit',
      installments: null,
      last4: row.last4,
      mandate: null,
      network: row.brand,
      network_token: { used: false },
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  } satisfies Stripe.Charge.PaymentMethodDetails;
}
