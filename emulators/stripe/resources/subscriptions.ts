import { z } from 'zod';
import type { Account } from '../account';
import { cancelNow } from '../billing/cancel-now';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { clearable, flag, inRange, oneOf, range, text } from '../http/params';
import { invalid } from '../http/stripe-error';
import { getSubscription, renderSubscription } from '../objects/subscription';
import { clockOf } from '../objects/test-clock';
import type { SubscriptionRow } from '../rows';
import { createSubscription, createSubscriptionParams } from './create-subscription';
import { updateSubscription, updateSubscriptionParams } from './update-subscription';

const STATUSES = [
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;
const listParams = z.strictObject({
  ...paging,
  created: range().optional(),
  current_period_end: range().optional(),
  current_period_start: range().optional(),
  customer: text().optional(),
  price: text().optional(),
  status: oneOf(STATUSES).optional(),
  test_clock: text().optional(),
  ...notEmulated('automatic_tax', 'collection_method', 'customer_account', 'plan'),
});

/** Without a status Stripe lists all that are not canceled. */
function hasStatus(row: SubscriptionRow, status: (typeof STATUSES)[number] | undefined): boolean {
  if (status === 'all') return true;
  if (status === undefined) return row.status !== 'canceled';
  if (status === 'ended') return row.status === 'canceled' || row.status === 'incomplete_expired';
  return row.status === status;
}

/** Those of test clocks are listed only when their customer or their clock is asked for. */
function isOnClock(
  account: Account,
  row: SubscriptionRow,
  params: z.output<typeof listParams>,
): boolean {
  const clock = clockOf(account, row.customer);
  if (params.test_clock !== undefined) return clock === params.test_clock;
  return clock === null || params.customer !== undefined;
}

const cancelParams = z.strictObject({
  cancellation_details: z
    .strictObject({
      comment: clearable().optional(),
      feedback: clearable().optional(),
      ...notEmulated('feedback_option'),
    })
    .optional(),
  invoice_now: flag().optional(),
  prorate: flag().optional(),
});

export const subscriptionEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions',
    params: createSubscriptionParams,
    run: ({ account, params }) => renderSubscription(account, createSubscription(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions',
    params: listParams,
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
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderSubscription(account, getSubscription(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    params: updateSubscriptionParams,
    fidelity: 'approximate',
    note: 'Prorations are invoiced at once, also with create_prorations.',
    run: ({ account, params, id }) =>
      renderSubscription(
        account,
        updateSubscription(account, getSubscription(account, id), params),
      ),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    params: cancelParams,
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
          comment: details?.comment ?? null,
          feedback: details?.feedback ?? null,
        }),
      );
    },
  }),
];
