import type Stripe from 'stripe';
import type { Period } from '../domain/usage/billing-period';
import { CHARGE_NAME } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderInvoice } from '../ports/provider-invoice';
import type { ProviderPrices } from '../ports/provider-price';
import { accountOf } from './account';
import { claimInvoice, findInvoice, isClaimed, isStopped, releaseInvoice } from './claim-invoice';
import type { StripeClient } from './client';
import { balanceOf } from './dues';
import { callStripe, pagesOf } from './errors';

type InvoiceMethods = Pick<
  PaymentProvider,
  'readInvoice' | 'listInvoices' | 'listDraftRenewals' | 'deferFinalization' | 'releaseInvoice'
>;

const MOST_SHOWN = 120;

export function createInvoices(client: StripeClient): InvoiceMethods {
  return {
    readInvoice: (invoiceId) =>
      callStripe('read the invoice', async () => {
        const invoice = await findInvoice(client, invoiceId);
        return invoice && toInvoice(invoice, await linesOf(client, invoice));
      }),

    listInvoices: (providerSubscriptionId) =>
      callStripe('list the invoices', async () => {
        const invoices = await client()
          .invoices.list({ subscription: providerSubscriptionId, limit: 100 })
          .autoPagingToArray({ limit: MOST_SHOWN });
        const found: ProviderInvoice[] = [];
        for (const invoice of invoices) {
          found.push(toInvoice(invoice, await linesOf(client, invoice)));
        }
        return found;
      }),

    async *listDraftRenewals() {
      const drafts = client().invoices.list({ status: 'draft', limit: 100 });
      for await (const invoice of pagesOf('list the drafts', drafts)) {
        if (invoice.billing_reason !== 'subscription_cycle') continue;
        yield toInvoice(invoice, await linesOf(client, invoice));
      }
    },

    deferFinalization: (invoiceId, until) =>
      callStripe('hold the invoice', () => claimInvoice(client, invoiceId, until)),

    releaseInvoice: (invoiceId) =>
      callStripe('charge the invoice', () => releaseInvoice(client, invoiceId)),
  };
}

/** An invoice brings its first lines along; the others have to be fetched. */
async function linesOf(
  client: StripeClient,
  invoice: Stripe.Invoice,
): Promise<Stripe.InvoiceLineItem[]> {
  if (!invoice.lines.has_more) return invoice.lines.data;
  return client()
    .invoices.listLineItems(invoice.id, { limit: 100 })
    .autoPagingToArray({ limit: 1000 });
}

function toInvoice(invoice: Stripe.Invoice, lines: Stripe.InvoiceLineItem[]): ProviderInvoice {
  const subscription = invoice.parent?.subscription_details?.subscription ?? null;
  const isRenewal = invoice.billing_reason === 'subscription_cycle';
  return {
    id: invoice.id,
    number: invoice.number,
    state: toState(invoice.status),
    isRenewal,
    providerSubscriptionId:
      typeof subscription === 'string' ? subscription : (subscription?.id ?? null),
    totalMinor: invoice.total,
    remainingMinor: invoice.amount_remaining,
    ...balanceOf(invoice),
    currency: invoice.currency,
    createdAt: fromSeconds(invoice.created),
    usagePeriod: usagePeriodOf(invoice, lines),
    ...usageOf(invoice, lines),
    usagePrices: pricesOf(invoice, ownUsage(invoice, lines)),
    earlierUsage: earlierUsage(invoice, lines),
    inAdvance: inAdvance(invoice, lines),
    deferredByUs: isClaimed(invoice),
    isStopped: isStopped(invoice),
    viewUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
    lines: lines.map((line) => ({
      description: line.description ?? '',
      amountMinor: line.amount,
      quantity: line.quantity,
      isLateUsage: line.metadata[CHARGE_NAME] !== undefined,
      chargeName: line.metadata[CHARGE_NAME] ?? null,
    })),
  };
}

/**
 * Usage is billed after its period, a licensed fee before: so the lines whose period has ended when the invoice is
 * created are the metered ones. For an invoice without lines, its own period counts.
 */
function usagePeriodOf(invoice: Stripe.Invoice, lines: Stripe.InvoiceLineItem[]): Period | null {
  const past = ownUsage(invoice, lines)[0];
  if (past) return { start: fromSeconds(past.period.start), end: fromSeconds(past.period.end) };
  if (lines.length > 0 || invoice.period_start >= invoice.period_end) return null;
  return { start: fromSeconds(invoice.period_start), end: fromSeconds(invoice.period_end) };
}

function usageLines(
  invoice: Stripe.Invoice,
  lines: Stripe.InvoiceLineItem[],
): Stripe.InvoiceLineItem[] {
  return lines.filter(
    ({ period, parent, metadata }) =>
      // An amount that we added ourselves refers to an older period; with a change of plan Stripe itself bills the old
      // price's usage as an item.
      (parent?.type !== 'invoice_item_details' ||
        (invoice.billing_reason === 'subscription_update' &&
          metadata[CHARGE_NAME] === undefined)) &&
      period.end <= invoice.created &&
      period.start < period.end,
  );
}

/** The usage of the period that ended last: after a pause, a renewal can also bill usage that waited for it. */
function ownUsage(
  invoice: Stripe.Invoice,
  lines: Stripe.InvoiceLineItem[],
): Stripe.InvoiceLineItem[] {
  const past = usageLines(invoice, lines);
  const lastStart = Math.max(...past.map(({ period }) => period.start));
  return past.filter(({ period }) => period.start === lastStart);
}

/** By period. Usage that waited is an item at Stripe; amounts that we added are excluded. */
function earlierUsage(
  invoice: Stripe.Invoice,
  lines: Stripe.InvoiceLineItem[],
): ProviderInvoice['earlierUsage'] {
  const ownStart = ownUsage(invoice, lines)[0]?.period.start ?? Number.POSITIVE_INFINITY;
  const byStart = new Map<number, ProviderInvoice['earlierUsage'][number]>();
  for (const line of lines) {
    const { period, parent, metadata, quantity, amount } = line;
    const isProration = parent?.invoice_item_details?.proration === true;
    if (metadata[CHARGE_NAME] !== undefined || isProration) continue;
    if (period.start >= ownStart || period.end > invoice.created || period.start >= period.end)
      continue;
    const known = byStart.get(period.start) ?? {
      start: fromSeconds(period.start),
      usageCalls: 0,
      usageMinor: 0,
      prices: pricesOf(invoice, []),
    };
    known.usageCalls += quantity ?? 0;
    known.usageMinor += amount;
    known.prices = pricesOf(invoice, [line], known.prices.items);
    byStart.set(period.start, known);
  }
  return [...byStart.values()];
}

/** What a renewal charges for the time to come, or a change of plan for the rest of a period. */
function inAdvance(
  invoice: Stripe.Invoice,
  lines: Stripe.InvoiceLineItem[],
): ProviderInvoice['inAdvance'] {
  const ahead = lines.filter(
    ({ period, metadata, amount }) =>
      metadata[CHARGE_NAME] === undefined && amount > 0 && period.end > invoice.created,
  );
  const [first] = ahead;
  if (!first) return null;
  return {
    period: { start: fromSeconds(first.period.start), end: fromSeconds(first.period.end) },
    amountMinor: ahead.reduce((sum, line) => sum + line.amount, 0),
    prices: pricesOf(invoice, ahead),
  };
}

/** A tiered price has a line for each tier, and the quantity of a line of usage is a number of calls. */
function pricesOf(
  invoice: Stripe.Invoice,
  lines: readonly Stripe.InvoiceLineItem[],
  before: ProviderPrices['items'] = [],
): ProviderPrices {
  const items = [...before];
  for (const { pricing, quantity, period } of lines) {
    const price = pricing?.price_details?.price;
    const priceId = typeof price === 'object' ? price.id : price;
    if (!priceId || items.some((one) => one.priceId === priceId)) continue;
    const isUsage = period.end <= invoice.created;
    items.push({ priceId, quantity: isUsage ? 1 : (quantity ?? 1) });
  }
  return { account: accountOf(invoice), currency: invoice.currency, items };
}

/** A quantity of a usage line is a number of calls, in every tier's line those of that tier. */
function usageOf(
  invoice: Stripe.Invoice,
  lines: Stripe.InvoiceLineItem[],
): Pick<ProviderInvoice, 'usageCalls' | 'usageMinor'> {
  const metered = ownUsage(invoice, lines);
  if (metered.length === 0) return { usageCalls: null, usageMinor: null };
  return {
    usageCalls: metered.reduce((sum, line) => sum + (line.quantity ?? 0), 0),
    usageMinor: metered.reduce((sum, line) => sum + line.amount, 0),
  };
}

const STATES: readonly ProviderInvoice['state'][] = [
  'draft',
  'open',
  'paid',
  'void',
  'uncollectible',
];

export function toState(status: string | null): ProviderInvoice['state'] {
  const state = STATES.find((known) => known === status);
  if (!state) throw new Error(`Stripe calls the state of an invoice "${status}".`);
  return state;
}

function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}
