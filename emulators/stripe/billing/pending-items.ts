import type { Account } from '../account';
import type { InvoiceItemRow } from '../money-rows';
import type { LineRow } from '../rows';

/** What waits for the customer's next invoice of this subscription; those without one go on any. */
export function pendingItems(
  account: Account,
  customer: string,
  subscription: string | null,
): InvoiceItemRow[] {
  return account.invoiceItems
    .group(customer)
    .filter(
      (one) =>
        one.invoice === null && (one.subscription === null || one.subscription === subscription),
    );
}

/** The items as lines of this invoice; from now on they belong to it. */
export function takeItems(
  account: Account,
  invoice: string,
  items: readonly InvoiceItemRow[],
): LineRow[] {
  return items.map((item) => {
    account.invoiceItems.put({ ...item, invoice });
    return lineOf(item);
  });
}

export function lineOf(item: InvoiceItemRow): LineRow {
  return {
    id: `il_${item.id.slice(3)}`,
    description: item.description ?? '',
    quantity: '1',
    amount: item.amount,
    unitAmount: `${item.amount}`,
    price: null,
    item: null,
    invoiceItem: item.id,
    periodStart: item.periodStart,
    periodEnd: item.periodEnd,
    proration: false,
  };
}
