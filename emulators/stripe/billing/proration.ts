import type { Account } from '../account';
import type { ItemRow, LineRow } from '../rows';
import { makeLines } from './invoice-lines';

/** A credit for the rest of a licensed item's period, to the second. */
export function unusedTime(account: Account, item: ItemRow, now: number): LineRow[] {
  return remainingTime(account, item, now).map((line) => ({
    ...line,
    amount: -line.amount,
    description: line.description.replace('Remaining time on', 'Unused time on'),
  }));
}

/** What the rest of a licensed item's period costs. Usage is never prorated. */
export function remainingTime(account: Account, item: ItemRow, now: number): LineRow[] {
  if (item.quantity === null) return [];
  const length = item.periodEnd - item.periodStart;
  const left = Math.max(0, item.periodEnd - now);
  return makeLines(account, {
    price: item.price,
    item: item.id,
    quantity: `${item.quantity}`,
    periodStart: now,
    periodEnd: item.periodEnd,
  }).map((line) => ({
    ...line,
    amount: Math.round((line.amount * left) / length),
    description: `Remaining time on ${line.description} after ${new Date(now * 1000).toISOString().slice(0, 10)}`,
    proration: true,
  }));
}
