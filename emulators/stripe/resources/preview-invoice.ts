import { type Previewed, previewNext, previewRenewal, previewStart } from '../billing/preview';
import type { Params } from '../http/parameters';
import { route } from '../http/route';
import { getCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { getPrice } from '../objects/price';
import { getSubscription } from '../objects/subscription';
import type { Account } from '../state/account';
import type { InvoiceRow, SubscriptionRow } from '../state/rows';
import { invalid, missing, missingParam, notEmulated } from '../wire/stripe-error';
import { changedItem } from './subscription-params';

const previewed = {
  currency: { max: 3 },
  customer: true,
  preview_mode: ['next'],
  schedule: true,
  subscription: true,
  subscription_details: {
    items: changedItem,
    cancel_at: true,
    cancel_at_period_end: true,
    cancel_now: true,
    proration_behavior: true,
    proration_date: true,
    trial_end: true,
  },
} as const;

type PreviewParams = Params<'POST /v1/invoices/create_preview', typeof previewed>;

/** A schedule is previewed as the subscription that follows it. */
function subscriptionOf(account: Account, params: PreviewParams): string | undefined {
  if (params.schedule === undefined) return params.subscription;
  if (params.subscription !== undefined) {
    throw invalid(
      'You may only specify one of these parameters: schedule, subscription.',
      'schedule',
    );
  }
  const schedule = account.schedules.get(params.schedule);
  if (!schedule) throw missing('subscription schedule', params.schedule, 'schedule');
  return schedule.subscription;
}

function previewedOf(
  account: Account,
  row: SubscriptionRow,
  details: NonNullable<PreviewParams['subscription_details']>,
): Previewed {
  const date = details.proration_date;
  const [start, end] = [
    Math.max(...row.items.map((item) => item.periodStart)),
    Math.min(...row.items.map((item) => item.periodEnd)),
  ];
  if (date !== undefined && (date < start || date > end)) {
    throw invalid(
      'The proration date must be within the current period of the subscription.',
      'subscription_details[proration_date]',
    );
  }
  const { cancel_at: cancelAt } = details;
  if (cancelAt === 'max_billed_until') throw notEmulated('subscription_details[cancel_at]');
  const named = {
    min_period_end: end,
    max_period_end: Math.max(...row.items.map((one) => one.periodEnd)),
  };
  const at = typeof cancelAt === 'string' && cancelAt !== '' ? named[cancelAt] : cancelAt;
  if (typeof at === 'number' && at <= account.now()) {
    throw invalid(
      '`cancel_at` must be a timestamp in the future.',
      'subscription_details[cancel_at]',
    );
  }
  return {
    changes: details.items ?? [],
    behavior: details.proration_behavior ?? 'create_prorations',
    prorationDate: date,
    cancelNow: details.cancel_now,
    cancelAt: details.cancel_at_period_end ? 'period_end' : at === '' ? null : at,
    trialEnd: details.trial_end,
  };
}

function preview(account: Account, params: PreviewParams): InvoiceRow {
  const details = params.subscription_details ?? {};
  const { items = [] } = details;
  if (params.customer !== undefined) getCustomer(account, params.customer, 'customer');
  const subscription = subscriptionOf(account, params);
  if (subscription !== undefined) {
    const row = getSubscription(account, subscription, 'subscription');
    if (params.customer !== undefined && row.customer !== params.customer) {
      throw invalid(
        `The subscription ${row.id} does not belong to the customer ${params.customer}.`,
        'subscription',
      );
    }
    if (params.currency !== undefined && params.currency.toLowerCase() !== row.currency)
      throw invalid(`The subscription ${row.id} is billed in ${row.currency}.`, 'currency');
    return previewRenewal(account, row, previewedOf(account, row, details));
  }
  if (params.customer === undefined)
    throw invalid(
      'You must provide one of: customer, subscription.',
      'customer',
      'parameter_missing',
    );
  if (items.length === 0) return previewNext(account, params.customer);
  const wanted = items.map(({ price, quantity }, index) => {
    const at = `subscription_details[items][${index}][price]`;
    if (price === undefined) throw missingParam(at);
    return { price: getPrice(account, price, at).id, quantity: quantity ?? null };
  });
  const trialEnd = details.trial_end === 'now' ? null : (details.trial_end ?? null);
  return previewStart(account, params.customer, wanted, { trialEnd, currency: params.currency });
}

export const previewInvoiceEndpoints = [
  route({
    on: 'POST /v1/invoices/create_preview',
    takes: previewed,
    run: ({ account, params }) => renderInvoice(account, preview(account, params)),
  }),
];
