import type { StripeBooks } from './read-stripe';

/** Stripe's side of a failure, a line for each thing, to be read next to the schedule. */
export function describeBooks(books: StripeBooks): string[] {
  const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
  const subscriptions = books.subscriptions.map(
    (one) =>
      `${one.id} ${one.ours} ${one.customer} ${one.productId} ${one.status} since ${one.startedAt.toISOString()}${one.endedAt ? `, ended ${one.endedAt.toISOString()}` : ''}`,
  );
  const invoices = books.invoices.flatMap((one) => [
    `${one.id} ${one.status} ${one.billing_reason} of ${one.parent?.subscription_details?.subscription ?? one.customer} at ${day(one.created)}, finalized ${day(one.status_transitions.finalized_at ?? 0)}, total ${one.total}, paid ${one.amount_paid}`,
    ...one.lines.data.map(
      (line) =>
        `    ${line.amount} for ${line.quantity} ${line.pricing?.price_details.product ?? ''} ${day(line.period.start)} to ${day(line.period.end)} ${line.parent.invoice_item_details?.invoice_item ?? ''}`,
    ),
  ]);
  const items = [...books.items.values()].map(
    (one) =>
      `${one.id} ${one.amount} ${one.metadata['tollgate_charge'] ?? ''} on ${one.invoice ?? 'the next invoice'}`,
  );
  return [...subscriptions, ...invoices, ...items];
}
