import Stripe from 'stripe';
import type { PaymentProvider } from '../ports/payment-provider';
import type { InvoiceStanding } from '../ports/provider-invoice';
import type { StripeClient } from './client';
import { callStripe, isMissing, isRefusal } from './errors';
import { toState } from './invoices';

type StandingMethods = Pick<
  PaymentProvider,
  'readStanding' | 'listStandings' | 'listCards' | 'readTakenBack' | 'payInvoice'
>;

/** More than any honest customer has that still matters here. */
const MOST_SHOWN = 1000;

/** The state of invoices: whether they are owed, being paid, paid, or refunded. */
export function createStandings(client: StripeClient): StandingMethods {
  return {
    readStanding: (invoiceId) =>
      callStripe('read the invoice', async () => {
        try {
          return await standingOf(client, await client().invoices.retrieve(invoiceId));
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      }),

    listStandings: (customerId) =>
      callStripe('list the invoices of the customer', async () => {
        const standings: InvoiceStanding[] = [];
        try {
          const invoices = await client()
            .invoices.list({ customer: customerId, limit: 100 })
            .autoPagingToArray({ limit: MOST_SHOWN });
          for (const invoice of invoices) standings.push(await standingOf(client, invoice));
        } catch (error) {
          // A customer that was deleted there: nothing can be charged any more.
          if (!isMissing(error)) throw error;
        }
        return standings;
      }),

    payInvoice: (invoiceId, name) =>
      callStripe('charge the invoice', async () => {
        try {
          const paid = await client().invoices.pay(invoiceId, {}, { idempotencyKey: name });
          return paid.status === 'paid' ? 'paid' : 'failed';
        } catch (error) {
          const isDeclined = error instanceof Stripe.errors.StripeCardError;
          if (!isDeclined && !isRefusal(error)) throw error;
          // Paid meanwhile is what was wanted.
          const now = await client().invoices.retrieve(invoiceId);
          return now.status === 'paid' ? 'paid' : 'failed';
        }
      }),

    readTakenBack: (invoiceId) =>
      callStripe('read what was taken back', async () => {
        let takenBackMinor = 0;
        const payments = client().invoicePayments.list({ invoice: invoiceId, limit: 100 });
        for await (const { status, payment } of payments) {
          const reference = payment.payment_intent;
          const intent = typeof reference === 'object' ? reference.id : reference;
          if (status !== 'paid' || !intent) continue;
          takenBackMinor += await takenBackOf(client, intent);
        }
        return takenBackMinor;
      }),

    listCards: (customerId) =>
      callStripe('read the card', async () => {
        try {
          const { data } = await client().customers.listPaymentMethods(customerId, { limit: 100 });
          return data.flatMap(({ card }) => (card?.fingerprint ? [card.fingerprint] : []));
        } catch (error) {
          if (isMissing(error)) return [];
          throw error;
        }
      }),
  };
}

async function standingOf(client: StripeClient, invoice: Stripe.Invoice): Promise<InvoiceStanding> {
  const subscription = invoice.parent?.subscription_details?.subscription ?? null;
  const customer = invoice.customer;
  return {
    id: invoice.id,
    customerId: typeof customer === 'string' ? customer : (customer?.id ?? ''),
    customerEmail: invoice.customer_email,
    providerSubscriptionId:
      typeof subscription === 'string' ? subscription : (subscription?.id ?? null),
    state: toState(invoice.status),
    currency: invoice.currency,
    totalMinor: invoice.total,
    remainingMinor: invoice.status === 'paid' ? 0 : invoice.amount_remaining,
    paidMinor: invoice.amount_paid,
    collection: invoice.status === 'open' ? await collectionOf(client, invoice) : 'none',
    isCollectedByProvider: invoice.auto_advance === true && invoice.next_payment_attempt !== null,
    dueAt: invoice.due_date === null ? null : new Date(invoice.due_date * 1000),
    payUrl: invoice.status === 'open' ? (invoice.hosted_invoice_url ?? null) : null,
    createdAt: new Date(invoice.created * 1000),
  };
}

/** The first invoice of a checkout is not owed: until it is paid nothing has been delivered for it. */
async function collectionOf(
  client: StripeClient,
  invoice: Stripe.Invoice,
): Promise<InvoiceStanding['collection']> {
  if (invoice.billing_reason === 'subscription_create') return 'none';
  const { data } = await client().invoicePayments.list({ invoice: invoice.id, limit: 10 });
  const open = data.find(({ status }) => status === 'open');
  const reference = open?.payment.payment_intent ?? null;
  const intent = typeof reference === 'string' ? await intentOf(client, reference) : reference;
  switch (intent?.status) {
    case 'processing':
      return 'processing';
    case 'requires_action':
      return 'needs-authentication';
    default:
      if (intent?.last_payment_error?.code === 'authentication_required') {
        return 'needs-authentication';
      }
      return invoice.attempt_count > 0 ? 'failed' : 'none';
  }
}

/** Null with a key that may not read payments: a failed attempt is then one that failed, whatever the bank wants. */
async function intentOf(client: StripeClient, id: string): Promise<Stripe.PaymentIntent | null> {
  try {
    return await client().paymentIntents.retrieve(id);
  } catch (error) {
    if (error instanceof Stripe.errors.StripePermissionError) return null;
    throw error;
  }
}

/** A dispute that is open, or lost, has its amount until it is won. */
async function takenBackOf(client: StripeClient, intentId: string): Promise<number> {
  const { latest_charge: charge } = await client().paymentIntents.retrieve(intentId, {
    expand: ['latest_charge'],
  });
  if (!charge || typeof charge === 'string') return 0;
  let minor = charge.amount_refunded;
  if (!charge.disputed) return minor;
  for await (const dispute of client().disputes.list({ charge: charge.id, limit: 100 })) {
    if (TAKES_MONEY.has(dispute.status)) minor += dispute.amount;
  }
  return minor;
}

/** An inquiry (`warning_`) takes no money yet. */
const TAKES_MONEY: ReadonlySet<string> = new Set(['needs_response', 'under_review', 'lost']);
