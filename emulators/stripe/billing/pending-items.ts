import { emit } from '../events/emit';
import { renderInvoiceItem } from '../objects/invoice-item';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { InvoiceItemRow } from '../state/money-rows';
import type { LineRow, SubscriptionRow } from '../state/rows';

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

/** What a change costs waits for the subscription's next invoice; where that has ended, for the customer's. */
export function waitForNext(
  account: Account,
  subscription: SubscriptionRow,
  lines: readonly LineRow[],
  onlyOn: string | null = subscription.id,
): void {
  for (const { description, amount, periodStart, periodEnd, ...of } of lines) {
    const { item, price, proration, quantity, unitAmount } = of;
    const row = account.invoiceItems.put({
      id: newId('ii_1', 23).replace('ii_1_', 'ii_1'),
      created: account.now(),
      customer: subscription.customer,
      subscription: onlyOn,
      invoice: null,
      amount,
      currency: subscription.currency,
      description,
      periodStart,
      periodEnd,
      metadata: {},
      of: { item, price, proration, quantity, unitAmount },
    });
    emit(account, 'invoiceitem.created', renderInvoiceItem(account, row));
  }
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
    ...item.of,
  };
}
