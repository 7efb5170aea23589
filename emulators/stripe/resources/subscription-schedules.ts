import { activeScheduleOf, release } from '../billing/schedule-phases';
import { emit } from '../events/emit';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getSubscription } from '../objects/subscription';
import { renderSchedule } from '../objects/subscription-schedule';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { ScheduleRow } from '../state/schedule-rows';
import { listPage, paged } from '../wire/list';
import { invalid, missing, missingParam } from '../wire/stripe-error';
import { phasesTakes, readPhases } from './read-phases';

const created = { from_subscription: true } as const;
const updated = {
  end_behavior: ['release'],
  metadata: true,
  phases: phasesTakes,
  proration_behavior: true,
} as const;
type Updated = Params<'POST /v1/subscription_schedules/:id', typeof updated>;

function create(account: Account, subscriptionId: string): ScheduleRow {
  const subscription = getSubscription(account, subscriptionId, 'from_subscription');
  if (activeScheduleOf(account, subscription.id)) {
    throw invalid(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.id}.`,
      'from_subscription',
    );
  }
  const { items } = subscription;
  // Of several lengths the shortest period is the current one.
  const end = Math.min(...items.map((one) => one.periodEnd));
  const running = items.filter((one) => one.periodEnd === end);
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
        start: Math.min(...running.map((one) => one.periodStart)),
        end,
        items: items.map(({ price, quantity, metadata }) => ({ price, quantity, metadata })),
        metadata: {},
      },
    ],
  });
  emit(account, 'subscription_schedule.created', renderSchedule(account, row));
  account.wake('schedule', row.id, end);
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

function getSchedule(account: Account, id: string): ScheduleRow {
  const row = account.schedules.get(id);
  if (!row) throw missing('subscription schedule', id);
  return row;
}

export const subscriptionScheduleEndpoints = [
  route({
    on: 'POST /v1/subscription_schedules',
    takes: created,
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
    note: 'Phases begin with a period.',
    run: ({ account, id, params }) =>
      renderSchedule(account, update(account, getSchedule(account, id), params)),
  }),
  route({
    on: 'POST /v1/subscription_schedules/:id/release',
    takes: {},
    run: ({ account, id }) => renderSchedule(account, release(account, getSchedule(account, id))),
  }),
];
