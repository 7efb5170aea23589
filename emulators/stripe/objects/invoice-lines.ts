import { chargesFor } from '../money/charges';
import { settle } from '../money/settle-balance';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { InvoiceRow, LineRow, SubscriptionRow, UsageRow } from '../state/rows';
import { getPrice, inCurrency } from './price';
import { getProduct } from './product';

export interface LineSource {
  readonly price: string;
  readonly currency: string;
  readonly item: string | null;
  readonly quantity: string;
  readonly periodStart: number;
  readonly periodEnd: number;
}

/** The lines for a quantity of a price, as chargesFor breaks them up. */
export function makeLines(account: Account, source: LineSource): LineRow[] {
  const price = inCurrency(getPrice(account, source.price), source.currency);
  return chargesFor(price, source.quantity, getProduct(account, price.product).name).map(
    (charge) => ({
      id: newId('il_1', 23).replace('il_1_', 'il_1'),
      description: charge.description,
      quantity: charge.quantity,
      amount: charge.amount,
      unitAmount: charge.unitAmount,
      price: price.id,
      item: source.item,
      periodStart: source.periodStart,
      periodEnd: source.periodEnd,
      proration: false,
    }),
  );
}

/**
 * All lines of an invoice. While it is a draft its usage is counted again each time; at finalization
 * the result is written down.
 */
export function linesOf(account: Account, invoice: InvoiceRow): LineRow[] {
  const usage = invoice.usage.flatMap((one) =>
    makeLines(account, {
      ...one,
      currency: invoice.currency,
      quantity: usageOf(account, invoice.customer, one),
    }).map((line, tier) => ({
      ...line,
      // The same line keeps its id for as long as the invoice is a draft.
      id: `il_${invoice.id.slice(3)}${one.item.slice(-4)}${tier}`,
    })),
  );
  return [...invoice.lines, ...usage];
}

/** Usage as lines, counted now. */
export function countedUsage(
  account: Account,
  { customer, currency }: Pick<SubscriptionRow, 'customer' | 'currency'>,
  usage: readonly UsageRow[],
): LineRow[] {
  return usage.flatMap((one) =>
    makeLines(account, { ...one, currency, quantity: usageOf(account, customer, one) }),
  );
}

/** What the meter counted for the customer over the item's own period. */
export function usageOf(account: Account, customer: string, usage: UsageRow): string {
  const meterId = getPrice(account, usage.price).recurring?.meter;
  const meter = meterId ? account.meters.get(meterId) : undefined;
  if (!meter) return '0';
  return account.ledger.total({
    meter: meter.id,
    customer,
    formula: meter.formula,
    window: meter.window,
    start: usage.periodStart,
    end: usage.periodEnd,
    receivedBy: account.worldNow() - account.settings.meterLagSeconds,
  });
}

/** What the customer has to pay: the lines less the credit that there is, in minor units. */
export function dueOf(account: Account, invoice: InvoiceRow, lines = invoice.lines): number {
  const total = totalOf(lines);
  if (invoice.endingBalance !== undefined)
    return total + (invoice.startingBalance ?? 0) - invoice.endingBalance;
  const balance =
    invoice.finalizedAt === null ? account.customers.get(invoice.customer)?.balance : 0;
  return settle(total, balance ?? 0, invoice.currency).due;
}

export function totalOf(lines: readonly LineRow[]): number {
  return lines.reduce((sum, line) => sum + line.amount, 0);
}
