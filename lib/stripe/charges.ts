import type Stripe from 'stripe';
import { CHARGE_NAME, idempotencyKey, OURS } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ExtraCharge } from '../ports/provider-invoice';
import type { StripeClient } from './client';
import { callStripe } from './errors';

/**
 * Amounts in addition to the price: an invoice item on the subscription's next invoice, or an invoice of its own when
 * no next one will come. An idempotency key is remembered for a day only, so the name is also stored in the metadata
 * and looked up first.
 */
export function createCharges(client: StripeClient): Pick<PaymentProvider, 'addCharge'> {
  return {
    addCharge: (charge) =>
      callStripe('add the charge', async () => {
        const known = await findItem(client, charge);
        if (known) await finalize(client, charge, known.invoice);
        else if (charge.onDraft) await addItem(client, charge, { invoice: charge.onDraft });
        else if (charge.providerSubscriptionId === null) await addAlone(client, charge);
        else await addItem(client, charge, { subscription: charge.providerSubscriptionId });
      }),
  };
}

async function findItem(
  client: StripeClient,
  charge: ExtraCharge,
): Promise<Stripe.InvoiceItem | null> {
  const items = client().invoiceItems.list({ customer: charge.customerId, limit: 100 });
  for await (const item of items) {
    if (item.metadata?.[CHARGE_NAME] === charge.name) return item;
  }
  return null;
}

async function addItem(
  client: StripeClient,
  charge: ExtraCharge,
  on: { subscription: string } | { invoice: string },
): Promise<void> {
  await client().invoiceItems.create(
    {
      customer: charge.customerId,
      amount: charge.amountMinor,
      currency: charge.currency,
      description: charge.description,
      period: { start: toSeconds(charge.period.start), end: toSeconds(charge.period.end) },
      metadata: { ...OURS, [CHARGE_NAME]: charge.name },
      ...on,
    },
    // Refused on a draft that was finalized in between, and then added elsewhere.
    {
      idempotencyKey:
        'invoice' in on ? idempotencyKey.chargeOn(charge.name, on.invoice) : charge.name,
    },
  );
}

async function addAlone(client: StripeClient, charge: ExtraCharge): Promise<void> {
  const card = await cardOf(client, charge.customerId);
  const invoice = await client().invoices.create(
    {
      customer: charge.customerId,
      currency: charge.currency,
      auto_advance: false,
      pending_invoice_items_behavior: 'exclude',
      ...(card === null ? {} : { default_payment_method: card }),
      metadata: { ...OURS, [CHARGE_NAME]: charge.name },
    },
    { idempotencyKey: idempotencyKey.chargeInvoice(charge.name) },
  );
  await addItem(client, charge, { invoice: invoice.id });
  await finalize(client, charge, invoice.id);
}

/** Checkout attaches the card to the subscription; after a subscription has ended it is no longer used. */
async function cardOf(client: StripeClient, customerId: string): Promise<string | null> {
  const { data } = await client().customers.listPaymentMethods(customerId, { limit: 1 });
  return data[0]?.id ?? null;
}

/**
 * Its own invoice may still be a draft after a try that was cut short; a subscription's invoice is not ours to
 * finalize.
 */
async function finalize(
  client: StripeClient,
  charge: ExtraCharge,
  invoice: string | Stripe.Invoice | null,
): Promise<void> {
  if (charge.providerSubscriptionId !== null || invoice === null) return;
  const id = typeof invoice === 'string' ? invoice : invoice.id;
  const found = await client().invoices.retrieve(id);
  if (found.status === 'draft' && found.metadata?.[CHARGE_NAME] === charge.name) {
    await client().invoices.finalizeInvoice(id, { auto_advance: true });
  }
}

const toSeconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
