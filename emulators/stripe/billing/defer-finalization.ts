import { inTimeOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { DeliveryRow, EventRow } from '../state/notification-rows';
import type { InvoiceRow } from '../state/rows';

/** Stripe docs: subscriptions and webhooks. A draft waits for `invoice.created` to be taken, this long at most. */
const LONGEST_SECONDS = 72 * 3600;

/**
 * Until when a draft is deferred because an endpoint has not received its event yet; null = it isn't. Stripe docs: scheduled
 * finalization. A time that was asked for waits for no webhook.
 */
export function deferredUntil(account: Account, invoice: InvoiceRow): number | null {
  return invoice.finalizesAsAsked ? null : untoldUntil(account, invoice);
}

function untoldUntil(account: Account, invoice: InvoiceRow): number | null {
  if (!invoice.createdEvent) return null;
  const until = invoice.created + LONGEST_SECONDS;
  const waiting = account.deliveries
    .group(invoice.createdEvent)
    .some((one) => isRefused(account, one));
  return waiting && until > account.now() ? until : null;
}

/** Tried in vain, also for the last time; an endpoint that is gone is not waited for. */
function isRefused(account: Account, delivery: DeliveryRow): boolean {
  if (delivery.state === 'pending') return delivery.attempts.length > 0;
  return (
    delivery.state === 'failed' && account.endpoints.get(delivery.endpoint)?.status === 'enabled'
  );
}

/** A delivery came to its end: a draft that waited for it has its hour from now on. */
export function finalizeInvoiceOf(account: Account, event: EventRow | undefined): void {
  if (event?.type !== 'invoice.created') return;
  const { id } = event.object as { id: string };
  const invoice = account.invoices.get(id);
  if (!invoice || invoice.createdEvent !== event.id) return;
  const { customer } = invoice;
  inTimeOf(account, customer, () => {
    if (untoldUntil(account, invoice) !== null) return;
    const deliveredAt = account.now();
    const waited =
      invoice.status === 'draft' && !invoice.finalizesAsAsked && deliveredAt > invoice.created;
    const finalizesAt =
      waited && invoice.finalizesAt !== null
        ? Math.max(invoice.finalizesAt, deliveredAt + account.settings.renewalGraceSeconds)
        : invoice.finalizesAt;
    account.invoices.put({ ...invoice, finalizesAt, webhooksDeliveredAt: deliveredAt });
    if (invoice.status === 'draft' && finalizesAt !== null)
      account.wake('invoice', invoice.id, finalizesAt);
  });
}
