import type { StripeBooks, StripeInvoice } from './read-stripe';

/** What an independent oracle says that everything together costs. */
export interface Due {
  /** Usage of every period that is over, late usage and corrections included. */
  usageMinor: number;
  /** Fixed prices, whole or for the rest of a period that a change of plan began in. */
  licencesMinor: number;
  /** Given back of a quota that was paid in advance, each within what the rule says. */
  creditsMinor: number;
}

/**
 * The books: what was paid, is owed and was written off is what all periods cost. Paid is what was received and kept; owed is
 * what open invoices, drafts, waiting items and balances ask for; written off is what was refunded, lost to disputes, or given up as
 * uncollectible or voided (what a voided invoice took from a balance is there again). What a suspended period did not ask for is taken off on both sides, and a duplicate's money has gone back.
 */
export function checkSums(
  books: StripeBooks,
  due: Due,
  /** Stripe's ids of subscriptions that were one too many. */
  paidTwice: ReadonlySet<string>,
): string[] {
  const isDuplicate = (one: StripeInvoice) =>
    paidTwice.has(one.parent?.subscription_details?.subscription ?? '');
  const finalized = books.invoices.filter(({ status }) =>
    ['open', 'paid', 'uncollectible'].includes(status),
  );
  const sum = (invoices: readonly StripeInvoice[], of: (one: StripeInvoice) => number) =>
    invoices.reduce((total, one) => total + of(one), 0);
  const received = sum(finalized, (one) => one.amount_paid);
  const takenBack = books.refundedMinor + books.lostMinor;
  const remaining = (status: string) =>
    sum(
      finalized.filter((one) => one.status === status),
      (one) => one.amount_remaining,
    );
  const drafts = books.invoices.filter((one) => one.status === 'draft' && !isDuplicate(one));
  const waiting = [...books.items.values()]
    .filter(({ invoice }) => invoice === null)
    .reduce((total, { amount }) => total + amount, 0);
  const paid = received - takenBack;
  const owed = remaining('open') + sum(drafts, (one) => one.total) + waiting + books.balanceMinor;
  const voided = books.invoices.filter((one) => one.status === 'void' && !isDuplicate(one));
  const writtenOff = takenBack + remaining('uncollectible') + sum(voided, (one) => one.total);
  const duplicates = sum(finalized.filter(isDuplicate), (one) => one.total);
  const costs = due.usageMinor + due.licencesMinor - due.creditsMinor + duplicates;
  if (paid + owed + writtenOff === costs) return [];
  return [
    `the books: ${paid} cents paid, ${owed} owed and ${writtenOff} written off are not ${costs}: ${due.usageMinor} of usage, ${due.licencesMinor} of fixed prices, less ${due.creditsMinor} given back, ${duplicates} of duplicates`,
  ];
}
