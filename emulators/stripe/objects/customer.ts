import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { CustomerRow } from '../state/rows';
import { invalid, missing } from '../wire/stripe-error';

export function getCustomer(account: Account, id: string, param?: string): CustomerRow {
  const row = account.customers.get(id);
  if (!row || (row.deleted && param !== undefined)) throw missing('customer', id, param);
  return row;
}

export function renderCustomer(account: Account, row: CustomerRow) {
  return {
    id: row.id,
    object: 'customer',
    address: row.address,
    balance: row.balance ?? 0,
    created: row.created,
    currency: row.currency,
    customer_account: null,
    default_source: row.defaultSource ?? null,
    delinquent: isDelinquent(account, row),
    description: row.description,
    discount: null,
    email: row.email,
    invoice_prefix: row.invoicePrefix,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: row.defaultPaymentMethod,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: { ...row.metadata },
    name: row.name,
    next_invoice_sequence: row.nextInvoice,
    phone: row.phone,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: row.testClock ?? null,
  } satisfies Stripe.Customer;
}

export function renderDeletedCustomer(row: CustomerRow) {
  return { id: row.id, object: 'customer', deleted: true } satisfies Stripe.DeletedCustomer;
}

/** The latest charge failed and nothing was paid since. */
function isDelinquent(account: Account, row: CustomerRow): boolean {
  return account.invoices
    .group(row.id)
    .some((one) => one.status === 'open' && one.attemptCount > 0);
}

/** A customer is billed in one currency as long as anything in another is open. */
export function refuseSecondCurrency(account: Account, row: CustomerRow, currency: string): void {
  const other = row.currency;
  if (other === null || other === currency) return;
  const isBound =
    (row.balance ?? 0) !== 0 ||
    account.subscriptions
      .group(row.id)
      .some((one) => one.status !== 'canceled' && one.status !== 'incomplete_expired') ||
    account.invoices
      .group(row.id)
      .some((one) => one.currency === other && (one.status === 'draft' || one.status === 'open')) ||
    account.invoiceItems
      .group(row.id)
      .some((one) => one.currency === other && one.invoice === null);
  if (!isBound) return;
  throw invalid(
    `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${other}`,
  );
}
