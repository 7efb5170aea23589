import { z } from 'zod';
import type { Account } from '../account';
import { activeScheduleOf, release } from '../billing/schedule-phases';
import { emit } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { mergeMetadata, metadata, oneOf, text, whole } from '../http/params';
import { invalid, missing } from '../http/stripe-error';
import { newId } from '../ids';
import { getPrice } from '../objects/price';
import { getSubscription } from '../objects/subscription';
import { renderSchedule, type SchedulePhase, type ScheduleRow } from '../schedule-rows';

const item = z.strictObject({
  price: text(),
  quantity: whole({ min: 1 }).optional(),
  ...notEmulated('billing_thresholds', 'discounts', 'metadata', 'plan', 'price_data', 'tax_rates'),
});
const phase = z.strictObject({
  items: z.array(item).min(1).max(1),
  start_date: whole().optional(),
  end_date: whole().optional(),
  duration: z
    .strictObject({
      interval: oneOf(['day', 'week', 'month', 'year']),
      interval_count: whole({ min: 1 }).optional(),
    })
    .optional(),
  proration_behavior: oneOf(['none', 'create_prorations', 'always_invoice']).optional(),
  ...notEmulated('metadata', 'discounts', 'trial', 'trial_end', 'add_invoice_items', 'currency'),
});

const createParams = z.strictObject({
  from_subscription: text(),
  ...notEmulated('customer', 'phases', 'start_date', 'end_behavior', 'default_settings'),
});
const updateParams = z.strictObject({
  end_behavior: oneOf(['release', 'cancel']).optional(),
  metadata: metadata().optional(),
  phases: z.array(phase).min(1).max(10).optional(),
  proration_behavior: oneOf(['none', 'create_prorations', 'always_invoice']).optional(),
  ...notEmulated('default_settings', 'billing_mode'),
});

function create(account: Account, subscriptionId: string): ScheduleRow {
  const subscription = getSubscription(account, subscriptionId, 'from_subscription');
  if (activeScheduleOf(account, subscription.id)) {
    throw invalid(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.id}.`,
      'from_subscription',
    );
  }
  const [first] = subscription.items;
  if (!first || subscription.items.length > 1) {
    throw invalid('The emulator schedules subscriptions with one item only.', 'from_subscription');
  }
  const row = account.schedules.put({
    id: newId('sub_sched_1', 23).replace('sub_sched_1_', 'sub_sched_1'),
    created: account.now(),
    customer: subscription.customer,
    subscription: subscription.id,
    status: 'active',
    endBehavior: 'release',
    metadata: {},
    releasedAt: null,
    phases: [
      {
        start: first.periodStart,
        end: first.periodEnd,
        price: first.price,
        quantity: first.quantity,
      },
    ],
  });
  emit(account, 'subscription_schedule.created', renderSchedule(account, row));
  return row;
}

function update(
  account: Account,
  row: ScheduleRow,
  params: z.output<typeof updateParams>,
): ScheduleRow {
  if (row.status !== 'active') {
    throw invalid(
      `You cannot update a subscription schedule that is currently in the \`${row.status}\` status.`,
    );
  }
  const phases = params.phases ? readPhases(account, row, params.phases) : row.phases;
  const saved = account.schedules.put({
    ...row,
    endBehavior: params.end_behavior ?? row.endBehavior,
    metadata: mergeMetadata(row.metadata, params.metadata),
    phases,
  });
  emit(account, 'subscription_schedule.updated', renderSchedule(account, saved));
  return saved;
}

function readPhases(
  account: Account,
  row: ScheduleRow,
  given: readonly z.output<typeof phase>[],
): SchedulePhase[] {
  let start = row.phases[0]?.start ?? account.now();
  return given.map((one, index) => {
    const field = `phases[${index}]`;
    const [first] = one.items;
    if (!first) throw invalid('Missing required param: items.', `${field}[items]`);
    if (index === 0 && one.start_date !== undefined && one.start_date !== start) {
      throw invalid(
        'You can not modify the start date of the current phase.',
        `${field}[start_date]`,
      );
    }
    const { recurring } = getPrice(account, first.price, `${field}[items][0][price]`);
    const isMetered = recurring?.usageType === 'metered';
    if (isMetered && first.quantity !== undefined) {
      throw invalid(
        'Quantity should not be specified where usage_type is `metered`.',
        `${field}[items][0][quantity]`,
      );
    }
    const isLast = index === given.length - 1;
    if (one.end_date === undefined && one.duration === undefined) {
      throw invalid('You must specify either `end_date` or `duration`.', field);
    }
    if (one.end_date === undefined && !isLast) {
      throw invalid('The emulator takes a duration in the last phase only.', `${field}[duration]`);
    }
    const made = {
      start,
      // Of the last phase only its beginning matters: the schedule lets go there.
      end: one.end_date ?? start,
      price: first.price,
      quantity: isMetered ? null : (first.quantity ?? 1),
    };
    start = made.end;
    return made;
  });
}

function getSchedule(account: Account, id: string): ScheduleRow {
  const row = account.schedules.get(id);
  if (!row) throw missing('subscription schedule', id);
  return row;
}

export const subscriptionScheduleEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/subscription_schedules',
    params: createParams,
    fidelity: 'approximate',
    note: 'from a subscription with one item; the last phase releases when it begins',
    run: ({ account, params }) =>
      renderSchedule(account, create(account, params.from_subscription)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscription_schedules',
    params: z.strictObject({
      ...paging,
      customer: text().optional(),
      ...notEmulated('canceled_at', 'completed_at', 'created', 'released_at', 'scheduled'),
    }),
    run: ({ account, params }) =>
      listPage({
        table: account.schedules,
        params,
        url: '/v1/subscription_schedules',
        what: 'subscription schedule',
        where: (row) => params.customer === undefined || row.customer === params.customer,
        render: (row) => renderSchedule(account, row),
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscription_schedules/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderSchedule(account, getSchedule(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscription_schedules/:id',
    params: updateParams,
    fidelity: 'approximate',
    run: ({ account, id, params }) =>
      renderSchedule(account, update(account, getSchedule(account, id), params)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscription_schedules/:id/release',
    params: z.strictObject({ ...notEmulated('preserve_cancel_date') }),
    run: ({ account, id }) => renderSchedule(account, release(account, getSchedule(account, id))),
  }),
];
