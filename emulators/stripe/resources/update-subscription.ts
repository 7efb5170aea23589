import { changeItems } from '../billing/change-items';
import { usableCard } from '../billing/payment-methods';
import { refuseUnpaidChange } from '../billing/refuse-unpaid';
import { runSubscription } from '../billing/renewal';
import { saveSubscription } from '../billing/save';
import { activeScheduleOf } from '../billing/schedule-phases';
import { emit } from '../events/emit';
import type { Params } from '../http/parameters';
import { changedTo, mergeMetadata } from '../http/params';
import { renderSubscription } from '../objects/subscription';
import type { Account } from '../state/account';
import type { SubscriptionRow } from '../state/rows';
import { invalid, notEmulated } from '../wire/stripe-error';
import {
  cancellationDetails,
  changedItem,
  paymentBehavior,
  trialSettings,
} from './subscription-params';

export const updateSubscriptionTakes = {
  cancel_at: true,
  cancel_at_period_end: true,
  cancellation_details: cancellationDetails,
  collection_method: ['charge_automatically'],
  default_payment_method: true,
  description: { max: 500 },
  items: changedItem,
  metadata: true,
  off_session: true,
  pause_collection: true,
  payment_behavior: paymentBehavior,
  proration_behavior: true,
  trial_end: ['now'],
  trial_settings: trialSettings,
} as const;
type UpdateParams = Params<'POST /v1/subscriptions/:id', typeof updateSubscriptionTakes>;

export function updateSubscription(
  account: Account,
  row: SubscriptionRow,
  params: UpdateParams,
): SubscriptionRow {
  if (row.status === 'canceled' || row.status === 'incomplete_expired') {
    if (
      Object.keys(params).some((name) => name !== 'metadata' && name !== 'cancellation_details')
    ) {
      throw invalid(
        'A canceled subscription can only update its cancellation_details and metadata.',
      );
    }
  }
  const managedBy = activeScheduleOf(account, row.id);
  if (managedBy && (params.cancel_at_period_end !== undefined || params.cancel_at !== undefined)) {
    throw invalid(
      `The subscription is managed by the subscription schedule \`${managedBy.id}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    );
  }
  const card = params.default_payment_method;
  const next: SubscriptionRow = {
    ...row,
    ...cancellationOf(account, row, params),
    metadata: mergeMetadata(row.metadata, params.metadata),
    description: changedTo(params.description, row.description),
    defaultPaymentMethod:
      card === undefined
        ? row.defaultPaymentMethod
        : usableCard(account, card, 'default_payment_method', row.customer).id,
    pauseCollection:
      params.pause_collection === undefined
        ? row.pauseCollection
        : pauseOf(params.pause_collection),
    trialWithoutCard:
      params.trial_settings?.end_behavior.missing_payment_method ?? row.trialWithoutCard,
  };
  if (params.trial_end === 'now' && next.status === 'trialing') {
    return endTrialNow(account, saveSubscription(account, next));
  }
  const { items, payment_behavior: behavior } = params;
  if (!items) return saveSubscription(account, next);
  const { proration_behavior: proration } = params;
  // All or nothing: the rest is not written either when the payment is refused.
  if (behavior === 'error_if_incomplete') refuseUnpaidChange(account, next, items, proration);
  return changeItems(account, saveSubscription(account, next), items, proration);
}

/** What would have happened at the trial's end happens now, and the periods are counted from here. */
function endTrialNow(account: Account, row: SubscriptionRow): SubscriptionRow {
  const now = account.now();
  const items = row.items.map((item) => ({ ...item, periodEnd: now }));
  account.subscriptions.put({ ...row, items, anchor: now, trialEnd: now });
  // Stripe docs: event types. Told three days ahead, and when a trial is ended at once.
  emit(account, 'customer.subscription.trial_will_end', renderSubscription(account, row));
  runSubscription(account, row.id);
  return account.subscriptions.get(row.id) ?? row;
}

function pauseOf(
  given: Exclude<UpdateParams['pause_collection'], undefined>,
): SubscriptionRow['pauseCollection'] {
  return given === '' ? null : { behavior: given.behavior, resumesAt: given.resumes_at ?? null };
}

function cancellationOf(
  account: Account,
  row: SubscriptionRow,
  params: UpdateParams,
): Partial<SubscriptionRow> {
  const cancellation = {
    reason: row.cancellation.reason,
    comment: changedTo(params.cancellation_details?.comment, row.cancellation.comment),
    feedback: changedTo(params.cancellation_details?.feedback, row.cancellation.feedback),
  };
  if (params.cancel_at_period_end !== undefined && params.cancel_at !== undefined) {
    throw invalid(
      'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
      'cancel_at',
    );
  }
  const at = params.cancel_at_period_end
    ? Math.min(...row.items.map((one) => one.periodEnd))
    : cancelAtOf(account, row, params.cancel_at);
  if (params.cancel_at_period_end === undefined && params.cancel_at === undefined)
    return { cancellation };
  if (at === null) {
    return {
      cancelAtPeriodEnd: false,
      cancelAt: null,
      cancelProrates: false,
      canceledAt: null,
      cancellation: { ...cancellation, reason: null },
    };
  }
  return {
    cancelAtPeriodEnd: params.cancel_at_period_end ?? false,
    cancelAt: at,
    cancelProrates: params.proration_behavior !== 'none',
    canceledAt: row.cancelAt === at ? row.canceledAt : account.now(),
    cancellation: { ...cancellation, reason: 'cancellation_requested' },
  };
}

function cancelAtOf(
  account: Account,
  row: SubscriptionRow,
  given: UpdateParams['cancel_at'],
): number | null {
  if (given === '' || given === undefined) return null;
  const ends = row.items.map((one) => one.periodEnd);
  if (given === 'min_period_end') return Math.min(...ends);
  if (given === 'max_period_end') return Math.max(...ends);
  if (given === 'max_billed_until') throw notEmulated('cancel_at');
  if (given <= account.now())
    throw invalid('`cancel_at` must be a timestamp in the future.', 'cancel_at');
  return given;
}
