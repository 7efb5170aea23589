import type { PaymentMethodRow } from '../rows';

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
    address: ADDRESS,
    email: row?.email ?? null,
    name: row?.name ?? null,
    phone: null,
    tax_id: null,
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
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      exp_month: row.expMonth,
      exp_year: row.expYear,
      fingerprint: `fp_${row.brand}_${row.last4}`,
      funding: 'credit',
      installments: null,
      last4: row.last4,
      mandate: null,
      network: row.brand,
      network_token: { used: false },
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      wallet: null,
    },
    type: 'card',
  };
}
