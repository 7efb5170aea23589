import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { BalanceRow } from '../state/money-rows';
import { missing } from '../wire/stripe-error';

export function getBalanceTransaction(account: Account, customer: string, id: string): BalanceRow {
  const row = account.balanceTransactions.get(id);
  if (!row || row.customer !== customer) throw missing('customer balance transaction', id);
  return row;
}

export function renderBalanceTransaction(row: BalanceRow) {
  return {
    id: row.id,
    object: 'customer_balance_transaction',
    amount: row.amount,
    checkout_session: null,
    created: row.created,
    credit_note: null,
    currency: row.currency,
    customer: row.customer,
    customer_account: null,
    description: row.description,
    ending_balance: row.endingBalance,
    invoice: row.invoice,
    livemode: false,
    metadata: { ...row.metadata },
    type: row.type,
  } satisfies Stripe.CustomerBalanceTransaction;
}
