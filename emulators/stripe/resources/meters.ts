import type Stripe from 'stripe';
import { emit, emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { route } from '../http/route';
import { getCustomer } from '../objects/customer';
import { getMeter, renderMeter } from '../objects/meter';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { MeterRow } from '../state/rows';
import { listPage, paged, pageOfAll } from '../wire/list';
import { invalid } from '../wire/stripe-error';

const created = {
  display_name: { max: 250 },
  event_name: { max: 100 },
  default_aggregation: true,
  customer_mapping: { type: true, event_payload_key: { max: 100 } },
  value_settings: { event_payload_key: { max: 100 } },
  event_time_window: true,
} as const;
const summarized = {
  ...paged,
  customer: true,
  start_time: { min: 0 },
  end_time: { min: 0 },
  value_grouping_window: true,
} as const;

function create(
  account: Account,
  params: Params<'POST /v1/billing/meters', typeof created>,
): MeterRow {
  refuseTakenName(account, params.event_name);
  const row = account.meters.put({
    id: newId('mtr_test', 32),
    created: account.now(),
    updated: account.now(),
    displayName: params.display_name,
    eventName: params.event_name,
    formula: params.default_aggregation.formula,
    customerKey: params.customer_mapping?.event_payload_key ?? 'stripe_customer_id',
    valueKey: params.value_settings?.event_payload_key ?? 'value',
    window: params.event_time_window ?? null,
    status: 'active',
    deactivatedAt: null,
  });
  emit(account, 'billing.meter.created', renderMeter(row));
  return row;
}

function refuseTakenName(account: Account, eventName: string): void {
  const taken = account.meters.find(
    (one) => one.eventName === eventName && one.status === 'active',
  );
  if (taken) {
    throw invalid(
      `There is already an active meter with the event name ${eventName} (${taken.id}).`,
      'event_name',
    );
  }
}

function save(
  account: Account,
  before: MeterRow,
  change: Partial<MeterRow>,
  type: string,
): MeterRow {
  const next = account.meters.put({ ...before, ...change, updated: account.now() });
  if (type === 'billing.meter.updated')
    emitChange(account, type, renderMeter(before), renderMeter(next));
  else emit(account, type, renderMeter(next));
  return next;
}

function deactivate(account: Account, row: MeterRow): MeterRow {
  if (row.status === 'inactive') throw invalid('This meter is already inactive.');
  return save(
    account,
    row,
    { status: 'inactive', deactivatedAt: account.now() },
    'billing.meter.deactivated',
  );
}

function reactivate(account: Account, row: MeterRow): MeterRow {
  if (row.status === 'active') throw invalid('This meter is already active.');
  refuseTakenName(account, row.eventName);
  return save(account, row, { status: 'active', deactivatedAt: null }, 'billing.meter.reactivated');
}

function summaries(
  account: Account,
  row: MeterRow,
  params: Params<'GET /v1/billing/meters/:id/event_summaries', typeof summarized>,
): object {
  const { start_time: start, end_time: end, value_grouping_window: window } = params;
  const customer = getCustomer(account, params.customer, 'customer').id;
  const step = window === undefined ? 60 : window === 'hour' ? 3600 : 86_400;
  for (const [name, value] of [
    ['start_time', start],
    ['end_time', end],
  ] as const) {
    if (value % step !== 0)
      throw invalid(`\`${name}\` must be aligned with ${window ?? 'minute'} boundaries.`, name);
  }
  if (end <= start) throw invalid('`end_time` must be after `start_time`.', 'end_time');
  const length = window === undefined ? end - start : step;
  const all: ReturnType<typeof summary>[] = [];
  for (let from = end - length; from >= start; from -= length) {
    all.push(summary(account, row, { customer, start: from, end: from + length }));
  }
  return pageOfAll(all, params, {
    url: `/v1/billing/meters/${row.id}/event_summaries`,
    what: 'meter event summary',
  });
}

function summary(
  account: Account,
  row: MeterRow,
  range: { customer: string; start: number; end: number },
): { id: string; object: string } & Record<string, unknown> {
  const total = account.ledger.total({
    meter: row.id,
    formula: row.formula,
    window: row.window,
    receivedBy: account.worldNow() - account.settings.meterLagSeconds,
    ...range,
  });
  return {
    id: `mtrusg_test_${range.start}_${range.end}`,
    object: 'billing.meter_event_summary',
    aggregated_value: Number(total),
    end_time: range.end,
    livemode: false,
    meter: row.id,
    start_time: range.start,
  } satisfies Stripe.Billing.MeterEventSummary;
}

export const meterEndpoints = [
  route({
    on: 'POST /v1/billing/meters',
    takes: created,
    run: ({ account, params }) => renderMeter(create(account, params)),
  }),
  route({
    on: 'GET /v1/billing/meters',
    takes: { ...paged, status: true },
    run: ({ account, params }) =>
      listPage({
        table: account.meters,
        params,
        url: '/v1/billing/meters',
        what: 'billing meter',
        where: (row) => params.status === undefined || row.status === params.status,
        render: renderMeter,
      }),
  }),
  route({
    on: 'GET /v1/billing/meters/:id',
    takes: {},
    run: ({ account, id }) => renderMeter(getMeter(account, id)),
  }),
  route({
    on: 'POST /v1/billing/meters/:id',
    takes: { display_name: { max: 250 } },
    run: ({ account, params, id }) => {
      const row = getMeter(account, id);
      return renderMeter(
        save(
          account,
          row,
          { displayName: params.display_name ?? row.displayName },
          'billing.meter.updated',
        ),
      );
    },
  }),
  route({
    on: 'POST /v1/billing/meters/:id/deactivate',
    takes: {},
    run: ({ account, id }) => renderMeter(deactivate(account, getMeter(account, id))),
  }),
  route({
    on: 'POST /v1/billing/meters/:id/reactivate',
    takes: {},
    run: ({ account, id }) => renderMeter(reactivate(account, getMeter(account, id))),
  }),
  route({
    on: 'GET /v1/billing/meters/:id/event_summaries',
    takes: summarized,
    run: ({ account, params, id }) => summaries(account, getMeter(account, id), params),
  }),
];
