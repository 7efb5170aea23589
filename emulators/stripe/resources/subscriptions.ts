import { cancelNow } from '../billing/cancel-now';
import type { Params } from '../http/parameters';
import { changedTo, inRange } from '../http/params';
import { route } from '../http/route';
import { getSubscription, renderSubscription } from '../objects/subscription';
import { clockOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { SubscriptionRow } from '../state/rows';
import { listPage, paged } from '../wire/list';
import { invalid } from '../wire/stripe-error';
import { createSubscription, createSubscriptionTakes } from './create-subscription';
import { cancellationDetails } from './subscription-params';
import { updateSubscription, updateSubscriptionTakes } from './update-subscription';

const listed = {
  ...paged,
  created: true,
  current_period_end: true,
  current_period_start: true,
  customer: true,
  price: true,
  status: true,
  test_clock: true,
} as const;
type Listed = Params<'GET /v1/subscriptions', typeof listed>;

/** Without a status Stripe lists all that are not canceled. */
function hasStatus(row: SubscriptionRow, status: Listed['status']): boolean {
  if (status === 'all') return true;
  if (status === undefined) return row.status !== 'canceled';
  if (status === 'ended') return row.status === 'canceled' || row.status === 'incomplete_expired';
  return row.status === status;
}

/** Those of test clocks are listed only when their customer or their clock is asked for. */
function isOnClock(account: Account, row: SubscriptionRow, params: Listed): boolean {
  const clock = clockOf(account, row.customer);
  if (params.test_clock !== undefined) return clock === params.test_clock;
  return clock === null || params.customer !== undefined;
}

export const subscriptionEndpoints = [
  route({
    on: 'POST /v1/subscriptions',
    takes: createSubscriptionTakes,
    run: ({ account, params }) => renderSubscription(account, createSubscription(account, params)),
  }),
  route({
    on: 'GET /v1/subscriptions',
    takes: listed,
    run: ({ account, params }) =>
      listPage({
        table: account.subscriptions,
        params,
        url: '/v1/subscriptions',
        what: 'subscription',
        group: params.customer,
        where: (row) =>
          hasStatus(row, params.status) &&
          isOnClock(account, row, params) &&
          (params.price === undefined || row.items.some((one) => one.price === params.price)) &&
          row.items.some(
            (one) =>
              inRange(one.periodEnd, params.current_period_end) &&
              inRange(one.periodStart, params.current_period_start),
          ) &&
          inRange(row.created, params.created),
        render: (row) => renderSubscription(account, row),
      }),
  }),
  route({
    on: 'GET /v1/subscriptions/:id',
    takes: {},
    run: ({ account, id }) => renderSubscription(account, getSubscription(account, id)),
  }),
  route({
    on: 'POST /v1/subscriptions/:id',
    takes: updateSubscriptionTakes,
    run: ({ account, params, id }) =>
      renderSubscription(
        account,
        updateSubscription(account, getSubscription(account, id), params),
      ),
  }),
  route({
    on: 'DELETE /v1/subscriptions/:id',
    takes: { cancellation_details: cancellationDetails, invoice_now: true, prorate: true },
    run: ({ account, params, id }) => {
      const row = getSubscription(account, id);
      if (row.status === 'canceled' || row.status === 'incomplete_expired') {
        throw invalid(`No such subscription: '${id}'`, 'id', 'resource_missing');
      }
      const details = params.cancellation_details;
      return renderSubscription(
        account,
        cancelNow(account, row, {
          invoiceNow: params.invoice_now ?? false,
          prorate: params.prorate ?? false,
          comment: changedTo(details?.comment, null),
          feedback: changedTo(details?.feedback, null),
        }),
      );
    },
  }),
];
