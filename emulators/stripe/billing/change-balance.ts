import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { BalanceRow } from '../state/money-rows';
import type { CustomerRow } from '../state/rows';
import { saveCustomer } from './save';

/** Moves a customer's balance and writes down why. */
export function changeBalance(
  account: Account,
  customer: CustomerRow,
  change: Pick<BalanceRow, 'amount' | 'type' | 'currency'> &
    Partial<Pick<BalanceRow, 'invoice' | 'description' | 'metadata'>>,
): BalanceRow {
  const endingBalance = (customer.balance ?? 0) + change.amount;
  const row = account.balanceTransactions.put({
    id: newId('cbtxn_1', 23).replace('cbtxn_1_', 'cbtxn_1'),
    created: account.now(),
    customer: customer.id,
    endingBalance,
    invoice: null,
    description: null,
    metadata: {},
    ...change,
  });
  saveCustomer(account, {
    ...customer,
    balance: endingBalance,
    currency: customer.currency ?? change.currency,
  });
  return row;
}
