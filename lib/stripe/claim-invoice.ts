import type Stripe from 'stripe';
import { DEFERRED_BY, DEFERRED_MARK } from '../kit/wire-names';
import type { DeferOutcome } from '../ports/provider-invoice';
import type { StripeClient } from './client';
import { isMissing, isRefusal } from './errors';

/** If nothing happens to a draft by then, Stripe finalizes it: a day after our own limit. */
const MARGIN_SECONDS = 24 * 3600;
const LONGEST_SECONDS = 72 * 3600;

/**
 * Claims a draft that is advancing. One that is not, and that we did not stop ourselves, belongs to whoever stopped it:
 * a paused collection that keeps drafts, an unpaid subscription, or somebody in the Dashboard.
 */
export async function claimInvoice(
  client: StripeClient,
  invoiceId: string,
  until: Date,
): Promise<DeferOutcome> {
  const invoice = await findInvoice(client, invoiceId);
  if (invoice?.status !== 'draft') return 'not-draft';
  if (isClaimed(invoice)) return 'deferred';
  if (isStopped(invoice)) return 'stopped';
  const finalizesAt = finalizationTime(invoice, until);
  if (finalizesAt === null) return switchOff(client, invoiceId);
  try {
    await client().invoices.update(invoiceId, {
      automatically_finalizes_at: finalizesAt,
      metadata: { [DEFERRED_MARK]: DEFERRED_BY.moving },
    });
    return 'deferred';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const now = await findInvoice(client, invoiceId);
    if (now?.status !== 'draft') return 'not-draft';
    return isStopped(now) ? 'stopped' : switchOff(client, invoiceId);
  }
}

/**
 * Finalizing with auto_advance hands the invoice back to Stripe, which charges it and goes on trying after a
 * decline. Charging it here as well would be a second attempt on the same card.
 */
export async function releaseInvoice(
  client: StripeClient,
  invoiceId: string,
): Promise<'released' | 'stopped'> {
  const invoice = await findInvoice(client, invoiceId);
  if (invoice?.status === 'draft') {
    if (isStopped(invoice)) return 'stopped';
    try {
      await client().invoices.finalizeInvoice(invoiceId, { auto_advance: true });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const now = await findInvoice(client, invoiceId);
      if (now?.status === 'draft') throw error;
    }
  } else if (invoice?.status === 'open' && isSwitchedOff(invoice)) {
    // Finalized by somebody else while we had it stopped: without this nobody would ever charge it.
    await client().invoices.update(invoiceId, { auto_advance: true });
  }
  return 'released';
}

export function isClaimed(invoice: Stripe.Invoice): boolean {
  if (invoice.status !== 'draft') return false;
  return isSwitchedOff(invoice) || (isAdvancing(invoice) && markOf(invoice) === DEFERRED_BY.moving);
}

/** A draft that does not advance, and not because of us. */
export function isStopped(invoice: Stripe.Invoice): boolean {
  return invoice.status === 'draft' && !isAdvancing(invoice) && !isSwitchedOff(invoice);
}

export async function findInvoice(
  client: StripeClient,
  invoiceId: string,
): Promise<Stripe.Invoice | null> {
  try {
    return await client().invoices.retrieve(invoiceId);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Never earlier than it was; null when the deferral is longer than Stripe allows. */
function finalizationTime(invoice: Stripe.Invoice, until: Date): number | null {
  const deferredUntil = Math.ceil(until.getTime() / 1000);
  const latest = invoice.created + LONGEST_SECONDS;
  if (deferredUntil > latest) return null;
  return Math.max(
    invoice.automatically_finalizes_at ?? 0,
    Math.min(deferredUntil + MARGIN_SECONDS, latest),
  );
}

async function switchOff(client: StripeClient, invoiceId: string): Promise<DeferOutcome> {
  const deferred = await client().invoices.update(invoiceId, {
    auto_advance: false,
    metadata: { [DEFERRED_MARK]: DEFERRED_BY.stopping },
  });
  if (deferred.status === 'draft') return 'deferred-by-stopping';
  // It was finalized in between: its collection must not stop because of us.
  await client().invoices.update(invoiceId, { auto_advance: true });
  return 'not-draft';
}

function isAdvancing(invoice: Stripe.Invoice): boolean {
  return invoice.auto_advance !== false;
}

function isSwitchedOff(invoice: Stripe.Invoice): boolean {
  return !isAdvancing(invoice) && markOf(invoice) === DEFERRED_BY.stopping;
}

function markOf(invoice: Stripe.Invoice): string | undefined {
  return invoice.metadata?.[DEFERRED_MARK];
}
