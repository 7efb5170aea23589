import { z } from 'zod';
import type { Account } from '../account';
import { changeItems, planChange } from '../billing/change-items';
import { refuseUnpaid } from '../billing/refuse-unpaid';
import { runSubscription } from '../billing/renewal';
import { saveSubscription } from '../billing/save';
import { activeScheduleOf } from '../billing/schedule-phases';
import { notEmulated } from '../http/not-emulated';
import { clearable, flag, mergeMetadata, metadata, oneOf, text, whole } from '../http/params';
import { invalid } from '../http/stripe-error';
import type { SubscriptionRow } from '../rows';
import { usableCard } from './payment-methods';
import { SUBSCRIPTION_NOT_EMULATED, subscriptionItem, trialSettings } from './subscription-params';

export const updateSubscriptionParams = z.strictObject({
  cancel_at: clearable().optional(),
  cancel_at_period_end: flag().optional(),
  cancellation_details: z
    .strictObject({
      comment: clearable().optional(),
      feedback: clearable().optional(),
      ...notEmulated('feedback_option'),
    })
    .optional(),
  default_payment_method: text().optional(),
  description: clearable(500).optional(),
  items: z
    .array(
      z.strictObject({
        ...subscriptionItem,
        id: text().optional(),
        deleted: flag().optional(),
        ...notEmulated('clear_usage'),
      }),
    )
    .min(1)
    .optional(),
  metadata: metadata().optional(),
  off_session: flag().optional(),
  pause_collection: z
    .union([
      z.literal(''),
      z.strictObject({
        behavior: oneOf(['keep_as_draft', 'mark_uncollectible', 'void']),
        resumes_at: whole().optional(),
      }),
    ])
    .optional(),
  payment_behavior: oneOf([
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ]).optional(),
  proration_behavior: oneOf(['always_invoice', 'create_prorations', 'none']).optional(),
  trial_end: z.literal('now').optional(),
  trial_settings: trialSettings.optional(),
  ...SUBSCRIPTION_NOT_EMULATED,
  ...notEmulated('billing_cycle_anchor', 'payment_settings', 'proration_date'),
});
type UpdateParams = z.output<typeof updateSubscriptionParams>;

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
    description: params.description === undefined ? row.description : params.description,
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
  const prorate = params.proration_behavior !== 'none';
  // All or nothing: the rest is not written either when the payment is refused.
  if (behavior === 'error_if_incomplete')
    refuseUnpaid(account, next, planChange(account, next, items, prorate));
  return changeItems(account, saveSubscription(account, next), items, prorate);
}

/** What would have happened at the trial's end happens now, and the periods are counted from here. */
function endTrialNow(account: Account, row: SubscriptionRow): SubscriptionRow {
  const now = account.now();
  const items = row.items.map((item) => ({ ...item, periodEnd: now }));
  account.subscriptions.put({ ...row, items, anchor: now, trialEnd: now });
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
    comment: params.cancellation_details?.comment ?? row.cancellation.comment,
    feedback: params.cancellation_details?.feedback ?? row.cancellation.feedback,
  };
  if (params.cancel_at_period_end !== undefined && params.cancel_at !== undefined) {
    throw invalid(
      'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
      'cancel_at',
    );
  }
  const at = params.cancel_at_period_end
    ? Math.min(...row.items.map((one) => one.periodEnd))
    : cancelAtOf(account, params.cancel_at);
  if (params.cancel_at_period_end === undefined && params.cancel_at === undefined)
    return { cancellation };
  if (at === null) {
    return {
      cancelAtPeriodEnd: false,
      cancelAt: null,
      canceledAt: null,
      cancellation: { ...cancellation, reason: null },
    };
  }
  return {
    cancelAtPeriodEnd: params.cancel_at_period_end ?? false,
    cancelAt: at,
    canceledAt: row.cancelAt === at ? row.canceledAt : account.now(),
    cancellation: { ...cancellation, reason: 'cancellation_requested' },
  };
}

function cancelAtOf(account: Account, given: string | null | undefined): number | null {
  if (given === null || given === undefined) return null;
  const at = Number(given);
  if (!Number.isInteger(at) || at <= account.now())
    throw invalid('`cancel_at` must be a timestamp in the future.', 'cancel_at');
  return at;
}
