import { activeScheduleOf, currentPhase, release } from '../billing/schedule-phases';
import { emit } from '../events/emit';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { periodEnd } from '../money/period';
import { getPrice } from '../objects/price';
import { getSubscription } from '../objects/subscription';
import { renderSchedule } from '../objects/subscription-schedule';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { SubscriptionRow } from '../state/rows';
import type { SchedulePhase, ScheduleRow } from '../state/schedule-rows';
import { listPage, paged } from '../wire/list';
import { invalid, missing, missingParam, notEmulated } from '../wire/stripe-error';

const created = { from_subscription: true } as const;
const updated = {
  end_behavior: ['release'],
  metadata: true,
  phases: {
    items: { price: true, quantity: { min: 1 } },
    start_date: true,
    end_date: true,
    duration: { interval: true, interval_count: { min: 1 } },
    proration_behavior: true,
    metadata: true,
  },
  proration_behavior: true,
} as const;
type Updated = Params<'POST /v1/subscription_schedules/:id', typeof updated>;
type GivenPhase = NonNullable<Updated['phases']>[number];

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
    throw notEmulated(
      'from_subscription',
      'The emulator schedules subscriptions with one item only.',
    );
  }
  const row = account.schedules.put({
    id: newId('sub_sched_1', 23).replace('sub_sched_1_', 'sub_sched_1'),
    created: account.now(),
    customer: subscription.customer,
    subscription: subscription.id,
    status: 'active',
    metadata: {},
    releasedAt: null,
    phases: [
      {
        start: first.periodStart,
        end: first.periodEnd,
        price: first.price,
        quantity: first.quantity,
        metadata: {},
      },
    ],
  });
  emit(account, 'subscription_schedule.created', renderSchedule(account, row));
  account.wake('schedule', row.id, first.periodEnd);
  return row;
}

function update(account: Account, row: ScheduleRow, params: Updated): ScheduleRow {
  if (row.status !== 'active') {
    throw invalid(
      `You cannot update a subscription schedule that is currently in the \`${row.status}\` status.`,
    );
  }
  const phases = params.phases ? readPhases(account, row, params.phases) : row.phases;
  const saved = account.schedules.put({
    ...row,
    metadata: mergeMetadata(row.metadata, params.metadata),
    phases,
  });
  emit(account, 'subscription_schedule.updated', renderSchedule(account, saved));
  account.wake('schedule', row.id, saved.phases.at(-1)?.end ?? account.now());
  return saved;
}

function readPhases(
  account: Account,
  row: ScheduleRow,
  given: readonly GivenPhase[],
): SchedulePhase[] {
  const subscription = getSubscription(account, row.subscription);
  let start = currentPhase(account, row)?.start ?? account.now();
  return given.map((one, index) => {
    const field = `phases[${index}]`;
    const [first, second] = one.items;
    if (first?.price === undefined) throw missingParam(`${field}[items][0][price]`);
    if (second)
      throw notEmulated(`${field}[items][1]`, 'The emulator schedules one item in a phase.');
    const startDate = one.start_date === 'now' ? account.now() : one.start_date;
    const endDate = one.end_date === 'now' ? account.now() : one.end_date;
    if (index === 0 && startDate !== undefined && startDate !== start) {
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
    if (endDate !== undefined && one.duration !== undefined)
      throw invalid('You may only specify one of `end_date` and `duration`.', field);
    if (endDate === undefined && one.duration === undefined)
      throw invalid('You must specify either `end_date` or `duration`.', field);
    const made = {
      start,
      end: endDate ?? endOf(start, one.duration),
      price: first.price,
      quantity: isMetered ? null : (first.quantity ?? 1),
      metadata: mergeMetadata({}, one.metadata),
    };
    if (made.end <= start) throw invalid('A phase must end after it starts.', `${field}[end_date]`);
    if (index === 0) refuseChangeNow(subscription, made);
    if (index < given.length - 1) refuseMidPeriod(account, subscription, made, field);
    start = made.end;
    return made;
  });
}

function endOf(start: number, duration: GivenPhase['duration']): number {
  if (!duration) return start;
  return periodEnd(start, start, {
    interval: duration.interval,
    intervalCount: duration.interval_count ?? 1,
  });
}

/** The current phase is what the subscription is; Stripe would change it at once. */
function refuseChangeNow({ items: [item] }: SubscriptionRow, phase: SchedulePhase): void {
  if (item?.price !== phase.price || item.quantity !== phase.quantity) {
    throw notEmulated(
      'phases[0][items]',
      'The emulator schedules what follows; change what is now with the subscription.',
    );
  }
}

/** Stripe can also change in the middle of a period. */
function refuseMidPeriod(
  account: Account,
  { anchor, items: [item] }: SubscriptionRow,
  phase: SchedulePhase,
  field: string,
): void {
  const { recurring } = getPrice(account, phase.price);
  if (!item || !recurring) return;
  let end = Math.min(item.periodEnd, phase.end);
  while (end < phase.end) end = periodEnd(anchor, end, recurring);
  if (end !== phase.end || phase.end < item.periodEnd) {
    throw notEmulated(`${field}[end_date]`, 'The emulator begins a phase when a period begins.');
  }
}

function getSchedule(account: Account, id: string): ScheduleRow {
  const row = account.schedules.get(id);
  if (!row) throw missing('subscription schedule', id);
  return row;
}

export const subscriptionScheduleEndpoints = [
  route({
    on: 'POST /v1/subscription_schedules',
    takes: created,
    note: 'From a subscription with one item.',
    run: ({ account, params }) => {
      if (params.from_subscription === undefined) throw missingParam('from_subscription');
      return renderSchedule(account, create(account, params.from_subscription));
    },
  }),
  route({
    on: 'GET /v1/subscription_schedules',
    takes: { ...paged, customer: true },
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
  route({
    on: 'GET /v1/subscription_schedules/:id',
    takes: {},
    run: ({ account, id }) => renderSchedule(account, getSchedule(account, id)),
  }),
  route({
    on: 'POST /v1/subscription_schedules/:id',
    takes: updated,
    note: 'One item in a phase, phases that begin with a period.',
    run: ({ account, id, params }) =>
      renderSchedule(account, update(account, getSchedule(account, id), params)),
  }),
  route({
    on: 'POST /v1/subscription_schedules/:id/release',
    takes: {},
    run: ({ account, id }) => renderSchedule(account, release(account, getSchedule(account, id))),
  }),
];
