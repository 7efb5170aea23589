import type Stripe from 'stripe';
import type { OpenInvoice } from '../ports/customer-dues';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderInvoice } from '../ports/provider-invoice';
import type { StripeClient } from './client';
import { callStripe } from './errors';

/** More than anybody owes; the sum must not be cut short in silence. */
const MOST_SHOWN = 1_000;

export function createDues(client: StripeClient): Pick<PaymentProvider, 'readDues'> {
  return {
    readDues: (customerId) =>
      callStripe('read what is due', async () => {
        const [customer, invoices] = await Promise.all([
          client().customers.retrieve(customerId),
          client()
            .invoices.list({ customer: customerId, status: 'open', limit: 100 })
            .autoPagingToArray({ limit: MOST_SHOWN }),
        ]);
        const balance = customer.deleted
          ? { balanceMinor: 0, currency: null }
          : { balanceMinor: customer.balance, currency: customer.currency ?? null };
        return { ...balance, open: invoices.map(toOpen).reverse() };
      }),
  };
}

/**
 * Below the least that can be charged an invoice counts as paid with nothing due, and its amount goes to the customer's
 * balance, which the next invoice takes up.
 */
export function balanceOf(
  invoice: Stripe.Invoice,
): Pick<ProviderInvoice, 'balance' | 'carriedMinor'> {
  const beforeMinor = invoice.starting_balance;
  const afterMinor = invoice.ending_balance ?? beforeMinor;
  const isCarried = invoice.status === 'paid' && invoice.amount_due === 0 && invoice.total > 0;
  return {
    balance: { beforeMinor, afterMinor },
    carriedMinor: isCarried ? Math.max(0, afterMinor) : 0,
  };
}

function toOpen(invoice: Stripe.Invoice): OpenInvoice {
  const subscription = invoice.parent?.subscription_details?.subscription ?? null;
  return {
    id: invoice.id,
    number: invoice.number,
    providerSubscriptionId:
      typeof subscription === 'string' ? subscription : (subscription?.id ?? null),
    remainingMinor: invoice.amount_remaining,
    currency: invoice.currency,
    createdAt: new Date(invoice.created * 1000),
    payUrl: invoice.hosted_invoice_url ?? null,
  };
}
