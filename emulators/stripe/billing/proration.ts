import { shareOf } from '../../core/decimal';
import { makeLines } from '../objects/invoice-lines';
import type { Account } from '../state/account';
import type { ItemRow, LineRow } from '../state/rows';

interface Span {
  readonly currency: string;
  /** Seconds: from when on the item is not used any more, or begins to be. */
  readonly from: number;
  /** Where the time ends before the period does. */
  readonly until?: number;
}

/** A credit for the rest of a licensed item's period, to the second. */
export function unusedTime(account: Account, item: ItemRow, span: Span): LineRow[] {
  return remainingTime(account, item, span).map((line) => ({
    ...line,
    amount: -line.amount,
    description: line.description.replace('Remaining time on', 'Unused time on'),
  }));
}

/** What the rest of a licensed item's period costs, of the whole period's price. Usage is never prorated. */
export function remainingTime(account: Account, item: ItemRow, span: Span): LineRow[] {
  if (item.quantity === null) return [];
  const end = Math.min(item.periodEnd, span.until ?? item.periodEnd);
  const length = item.periodEnd - item.periodStart;
  const left = Math.max(0, end - span.from);
  return makeLines(account, {
    price: item.price,
    currency: span.currency,
    item: item.id,
    quantity: `${item.quantity}`,
    periodStart: span.from,
    periodEnd: end,
  }).map((line) => ({
    ...line,
    amount: shareOf(line.amount, left, length),
    description: `Remaining time on ${line.description} after ${new Date(span.from * 1000).toISOString().slice(0, 10)}`,
    proration: true,
  }));
}
