import type { Catalog } from '../../lib/domain/catalog/catalog';
import { isMetered, productNamed } from './price-list';
import type { StripeBooks, StripeInvoice, StripeLine } from './read-stripe';

export interface Licence {
  subscriptionId: string;
  productId: string;
  start: Date;
  amountMinor: number;
  isProration: boolean;
}

/** What Stripe has billed, or will bill with the next invoice, by what it is for. */
export interface Bills {
  /** Cents of usage, late usage and its corrections included, by `billKey`. */
  usage: Map<string, number>;
  licences: Licence[];
  /** What changes of plan gave back of a quota that was paid in advance, by subscription and second. */
  credits: { subscriptionId: string; at: Date; amountMinor: number }[];
  /** What was taken off because the keys never worked in a period, by `billKey`. */
  forgiven: Map<string, number>;
  /** What invoices had asked for that an operator voided or gave up, by `billKey`: nothing is taken off those. */
  givenUp: Map<string, number>;
  /** Net of refunds: what was paid for subscriptions that nobody should have had. */
  paidForDuplicatesMinor: number;
}

export function billKey(subscriptionId: string, start: Date): string {
  return `${subscriptionId} ${start.getTime() / 1000}`;
}

/** `duplicates`: Stripe's ids of subscriptions that were one too many. */
export function billsOf(
  books: StripeBooks,
  catalog: Catalog,
  duplicates: ReadonlySet<string>,
): Bills {
  const ours = new Map(books.subscriptions.map((one) => [one.id, one.ours ?? '']));
  const bills: Bills = {
    usage: new Map(),
    licences: [],
    credits: [],
    forgiven: new Map(),
    givenUp: new Map(),
    paidForDuplicatesMinor: 0,
  };
  const add = (key: string, amountMinor: number) =>
    bills.usage.set(key, (bills.usage.get(key) ?? 0) + amountMinor);
  const giveUp = (key: string, amountMinor: number) =>
    bills.givenUp.set(key, (bills.givenUp.get(key) ?? 0) + amountMinor);
  const takeOff = (key: string, amountMinor: number) =>
    bills.forgiven.set(key, (bills.forgiven.get(key) ?? 0) + amountMinor);
  for (const invoice of books.invoices) {
    const subscription = invoice.parent?.subscription_details?.subscription ?? null;
    if (subscription !== null && duplicates.has(subscription)) {
      bills.paidForDuplicatesMinor += invoice.amount_paid;
      continue;
    }
    const isGivenUp = invoice.status === 'void' || invoice.status === 'uncollectible';
    for (const line of invoice.lines.data) {
      if (line.parent.invoice_item_details) continue;
      if (isGivenUp)
        giveUp(billKey(ours.get(subscription ?? '') ?? '', startOf(line)), line.amount);
      addLine(bills, add, { invoice, line, catalog, ours: ours.get(subscription ?? '') ?? '' });
    }
  }
  // With an invoice or still waiting for one: an item is billed once either way.
  for (const item of books.items.values()) {
    const name = (item.metadata['tollgate_charge'] ?? '').split(':');
    if (name[0] === 'credit') bills.credits.push(creditOf(name, item.amount));
    else if (TAKEN_OFF.has(name[0] ?? '')) takeOff(`${name[1]} ${name[2]}`, -item.amount);
    else if (name[1] && name[2]) add(`${name[1]} ${name[2]}`, item.amount);
  }
  bills.paidForDuplicatesMinor -= books.refundedMinor;
  return bills;
}

/** Of a suspended period; what was deferred is charged once it resumes. */
const TAKEN_OFF: ReadonlySet<string> = new Set(['suspended', 'deferred', 'resumed']);

/** `credit:plan:<subscription>:<product>:<second>` */
function creditOf(name: readonly string[], amount: number): Bills['credits'][number] {
  const [subscriptionId, second] = [name[2] ?? '', Number(name.at(-1))];
  return { subscriptionId, at: new Date(second * 1000), amountMinor: -amount };
}

const startOf = (line: StripeLine): Date => new Date(line.period.start * 1000);

function addLine(
  bills: Bills,
  add: (key: string, amountMinor: number) => void,
  of: { invoice: StripeInvoice; line: StripeLine; catalog: Catalog; ours: string },
): void {
  const { line, ours, catalog } = of;
  const productId = line.pricing?.price_details.product.replace(/^tollgate_/, '');
  if (!productId) throw new Error(`A line of ${of.invoice.id} has no product.`);
  const start = startOf(line);
  if (isMetered(productNamed(catalog, productId))) {
    add(billKey(ours, start), line.amount);
    return;
  }
  bills.licences.push({
    subscriptionId: ours,
    productId,
    start,
    amountMinor: line.amount,
    isProration: line.parent.subscription_item_details?.proration ?? false,
  });
}
