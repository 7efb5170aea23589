import type Stripe from 'stripe';
import { formatDecimal, parseDecimal } from '../../core/decimal';
import type { Account } from '../state/account';
import type { InvoiceItemRow } from '../state/money-rows';
import { getPrice } from './price';
import { clockOf } from './test-clock';

export function renderInvoiceItem(account: Account, row: InvoiceItemRow) {
  const { of } = row;
  const quantity = of?.quantity ?? '1';
  return {
    id: row.id,
    object: 'invoiceitem',
    amount: row.amount,
    currency: row.currency,
    customer: row.customer,
    customer_account: null,
    date: row.created,
    description: row.description,
    discountable: of?.proration !== true,
    discounts: [],
    invoice: row.invoice,
    livemode: false,
    metadata: { ...row.metadata },
    net_amount: row.amount,
    parent:
      row.subscription === null
        ? null
        : {
            subscription_details: {
              subscription: row.subscription,
              ...(of?.item ? { subscription_item: of.item } : {}),
            },
            type: 'subscription_details',
          },
    period: { start: row.periodStart, end: row.periodEnd },
    pricing: pricingOf(account, of),
    proration: of?.proration ?? false,
    quantity: quantity.includes('.') ? 0 : Number(quantity),
    quantity_decimal: inShortestForm(quantity),
    tax_rates: [],
    test_clock: clockOf(account, row.customer),
  } satisfies Omit<Stripe.InvoiceItem, 'quantity_decimal' | 'pricing'> & {
    quantity_decimal: string;
    pricing: object | null;
  };
}

function pricingOf(account: Account, of: InvoiceItemRow['of']) {
  if (!of || of.price === null) return null;
  return {
    price_details: { price: of.price, product: getPrice(account, of.price).product },
    type: 'price_details' as const,
    unit_amount_decimal: of.unitAmount === null ? null : inShortestForm(of.unitAmount),
  };
}

/** As Stripe writes decimals; its SDK, which has a type for them, is too much to load for that. */
function inShortestForm(decimal: string): string {
  return formatDecimal(parseDecimal(decimal));
}
