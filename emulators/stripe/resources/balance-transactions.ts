import { changeBalance } from '../billing/change-balance';
import { changedTo, inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { currencyOf } from '../money/currencies';
import { getBalanceTransaction, renderBalanceTransaction } from '../objects/balance-transaction';
import { refuseSecondCurrency } from '../objects/customer';
import { listPage, paged } from '../wire/list';
import { missing } from '../wire/stripe-error';

export const balanceTransactionEndpoints = [
  route({
    on: 'POST /v1/customers/:id/balance_transactions',
    takes: { amount: true, currency: true, description: { max: 350 }, metadata: true },
    run: ({ account, params, id }) => {
      const customer = account.customers.get(id);
      if (!customer || customer.deleted) throw missing('customer', id);
      const currency = currencyOf(params.currency);
      refuseSecondCurrency(account, customer, currency);
      return renderBalanceTransaction(
        changeBalance(account, customer, {
          amount: params.amount,
          currency,
          type: 'adjustment',
          description: params.description ?? null,
          metadata: mergeMetadata({}, params.metadata),
        }),
      );
    },
  }),
  route({
    on: 'GET /v1/customers/:id/balance_transactions',
    takes: { ...paged, created: true, invoice: true },
    run: ({ account, params, id }) => {
      if (!account.customers.get(id)) throw missing('customer', id);
      return listPage({
        table: account.balanceTransactions,
        params,
        url: `/v1/customers/${id}/balance_transactions`,
        what: 'customer balance transaction',
        group: id,
        where: (row) =>
          (params.invoice === undefined || row.invoice === params.invoice) &&
          inRange(row.created, params.created),
        render: renderBalanceTransaction,
      });
    },
  }),
  route({
    on: 'GET /v1/customers/:id/balance_transactions/:transaction',
    takes: {},
    run: ({ account, id, path }) =>
      renderBalanceTransaction(getBalanceTransaction(account, id, path.transaction ?? '')),
  }),
  route({
    on: 'POST /v1/customers/:id/balance_transactions/:transaction',
    takes: { description: { max: 350, clearable: true }, metadata: true },
    run: ({ account, params, id, path }) => {
      const row = getBalanceTransaction(account, id, path.transaction ?? '');
      return renderBalanceTransaction(
        account.balanceTransactions.put({
          ...row,
          description: changedTo(params.description, row.description),
          metadata: mergeMetadata(row.metadata, params.metadata),
        }),
      );
    },
  }),
];
