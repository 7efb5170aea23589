import { countedUsage, totalOf } from '../objects/invoice-lines';
import type { Account } from '../state/account';
import type { LineRow, SubscriptionRow, UsageRow } from '../state/rows';
import { cardDeclined, invalid } from '../wire/stripe-error';
import { billsAtOnce, type ItemChange, type ProrationBehavior, planChange } from './change-items';
import { defaultCardOf, refusalOf } from './payment';

/** `error_if_incomplete`: nothing changes when what would be due at once can't be charged. */
export function refuseUnpaidChange(
  account: Account,
  row: SubscriptionRow,
  changes: readonly ItemChange[],
  behavior: ProrationBehavior = 'create_prorations',
): void {
  const planned = planChange(account, row, changes, { prorate: behavior !== 'none' });
  if (billsAtOnce(account, row, planned, behavior)) refuseUnpaid(account, row, planned);
}

function refuseUnpaid(
  account: Account,
  row: SubscriptionRow,
  due: { readonly lines: readonly LineRow[]; readonly usage: readonly UsageRow[] },
): void {
  const counted = countedUsage(account, row, due.usage);
  if (totalOf([...due.lines, ...counted]) <= 0) return;
  const customer = account.customers.get(row.customer);
  const card = row.defaultPaymentMethod ?? defaultCardOf(customer) ?? '';
  const decline = refusalOf(account, account.paymentMethods.get(card));
  if (decline) throw decline.code === 'missing' ? invalid(decline.message) : cardDeclined(decline);
}
