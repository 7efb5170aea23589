import type { Account } from '../account';
import { cardDeclined, invalid } from '../http/stripe-error';
import type { LineRow, SubscriptionRow, UsageRow } from '../rows';
import { countedUsage, totalOf } from './invoice-lines';
import { refusalOf } from './payment';

/** `error_if_incomplete`: nothing changes when what would be due can't be charged. */
export function refuseUnpaid(
  account: Account,
  row: SubscriptionRow,
  due: { readonly lines: readonly LineRow[]; readonly usage: readonly UsageRow[] },
): void {
  const counted = countedUsage(account, row.customer, due.usage);
  if (totalOf([...due.lines, ...counted]) <= 0) return;
  const customer = account.customers.get(row.customer);
  const card = row.defaultPaymentMethod ?? customer?.defaultPaymentMethod ?? '';
  const decline = refusalOf(account, account.paymentMethods.get(card));
  if (decline) throw decline.code === 'missing' ? invalid(decline.message) : cardDeclined(decline);
}
