import type Stripe from 'stripe';
import { idempotencyKey } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { StripeClient } from './client';
import { callStripe, isMissing, isRefusal } from './errors';

/** Reverses a subscription that should not exist. Each step may be repeated after a crash. */
export function createDuplicateRefunds(
  client: StripeClient,
): Pick<PaymentProvider, 'refundDuplicate'> {
  return {
    refundDuplicate: (providerId) =>
      callStripe('take the subscription back', async () => {
        // Before it ends, because an ended one counts as reversed; and after, for payments that came in between.
        await giveBack(client, providerId);
        await cancelWithoutBilling(client, providerId);
        return giveBack(client, providerId);
      }),
  };
}

/** Everything that was paid or could still be; earlier refunds count. */
async function giveBack(
  client: StripeClient,
  providerId: string,
): Promise<{ refundedMinor: number; currency: string | null }> {
  const back = { refundedMinor: 0, currency: null as string | null };
  for await (const invoice of client().invoices.list({ subscription: providerId, limit: 100 })) {
    back.currency = invoice.currency;
    if (invoice.status === 'open') await voidOpen(client, invoice.id);
    else if (invoice.status === 'draft') await shelve(client, invoice.id);
    else if (invoice.amount_paid > 0) back.refundedMinor += await refund(client, invoice.id);
  }
  return back;
}

/** No invoice_now: the meter's usage belongs to the other subscription of this customer. */
async function cancelWithoutBilling(client: StripeClient, providerId: string): Promise<void> {
  try {
    await client().subscriptions.cancel(providerId, { invoice_now: false, prorate: false });
  } catch (error) {
    // Over already, or cancelled by the run that was cut short.
    if (!isMissing(error) && !isRefusal(error)) throw error;
    const now = await client().subscriptions.retrieve(providerId);
    if (!['canceled', 'incomplete_expired'].includes(now.status)) throw error;
  }
}

async function voidOpen(client: StripeClient, invoiceId: string): Promise<void> {
  try {
    await client().invoices.voidInvoice(invoiceId);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const now = await client().invoices.retrieve(invoiceId);
    if (now.status === 'open') throw error;
  }
}

/** A draft of a subscription cannot be deleted; one that does not advance is charged to nobody. */
async function shelve(client: StripeClient, invoiceId: string): Promise<void> {
  await client().invoices.update(invoiceId, { auto_advance: false });
}

/** Gives back what was paid on an invoice; what was given back before counts too. */
async function refund(client: StripeClient, invoiceId: string): Promise<number> {
  let refunded = 0;
  for await (const payment of client().invoicePayments.list({ invoice: invoiceId, limit: 100 })) {
    const intent = idOf(payment.payment.payment_intent);
    if (payment.status !== 'paid' || intent === null) continue;
    try {
      await client().refunds.create(
        { payment_intent: intent, reason: 'duplicate' },
        { idempotencyKey: idempotencyKey.refund(invoiceId, intent) },
      );
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'charge_already_refunded') throw error;
    }
    for await (const made of client().refunds.list({ payment_intent: intent, limit: 100 })) {
      if (made.status !== 'failed' && made.status !== 'canceled') refunded += made.amount;
    }
  }
  return refunded;
}

function idOf(intent: string | Stripe.PaymentIntent | undefined): string | null {
  return typeof intent === 'object' ? intent.id : (intent ?? null);
}
