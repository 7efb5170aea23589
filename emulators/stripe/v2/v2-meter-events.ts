import { z } from 'zod';
import {
  activeMeter,
  checkMeterEvent,
  identifierOf,
  type MeterEventInput,
  recordMeterEvent,
} from '../billing/meter-event';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import { StripeError } from '../wire/stripe-error';
import { noteProblem } from './meter-reports';
import { v2Route } from './v2-route';

const MOST_EVENTS = 100;

const meterEvent = z.strictObject({
  event_name: z.string().min(1).max(100),
  identifier: z.string().min(1).max(100).optional(),
  payload: z.record(z.string().max(100), z.string().max(100)),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});
type Given = z.output<typeof meterEvent>;

function inputOf(given: Given): MeterEventInput {
  return {
    eventName: given.event_name,
    payload: given.payload,
    identifier: given.identifier,
    timestamp: given.timestamp === undefined ? undefined : Date.parse(given.timestamp) / 1000,
  };
}

/** Checked before it is answered, as Stripe does here; counted afterwards. */
function create(account: Account, given: Given): object {
  const input = inputOf(given);
  const identifier = identifierOf(input);
  const checked = checkMeterEvent(account, input);
  if (checked.kind === 'invalid') {
    throw new StripeError(400, {
      type: 'invalid_request_error',
      code: checked.problem.code,
      message: checked.problem.message,
    });
  }
  if (!recordMeterEvent(account, checked, identifier)) {
    throw new StripeError(
      400,
      {
        type: 'invalid_request_error',
        code: 'duplicate_meter_event',
        message: `An event already exists with identifier ${identifier}.`,
      },
      false,
    );
  }
  return {
    object: 'v2.billing.meter_event',
    created: account.world.clock.now().toISOString(),
    event_name: given.event_name,
    identifier,
    livemode: false,
    payload: given.payload,
    timestamp: new Date(checked.timestamp * 1000).toISOString(),
  };
}

/** Taken as it is; what is wrong with it comes in a report, a repeated identifier counts once. */
function take(account: Account, given: Given): void {
  const input = inputOf(given);
  const identifier = identifierOf(input);
  const checked = checkMeterEvent(account, input);
  if (checked.kind === 'invalid') noteProblem(account, checked.problem, identifier);
  else recordMeterEvent(account, checked, identifier);
}

const adjustment = z.strictObject({
  event_name: z.string().min(1).max(100),
  type: z.literal('cancel'),
  cancel: z.strictObject({ identifier: z.string().min(1).max(100) }),
});

function adjust(account: Account, given: z.output<typeof adjustment>): object {
  const meter = activeMeter(account, given.event_name);
  const refuse = (code: string, message: string) =>
    new StripeError(400, { type: 'invalid_request_error', code, message });
  if ('kind' in meter) throw refuse(meter.problem.code, meter.problem.message);
  const { identifier } = given.cancel;
  const outcome = account.ledger.cancel(meter.id, identifier, account.worldNow());
  if (outcome === 'unknown')
    throw refuse('resource_missing', `No meter event found with identifier ${identifier}.`);
  if (outcome === 'too-late')
    throw refuse(
      'meter_event_too_old',
      'Meter events can only be cancelled within 24 hours of being received.',
    );
  return {
    id: newId('bmea_test', 44),
    object: 'v2.billing.meter_event_adjustment',
    cancel: { identifier },
    created: account.world.clock.now().toISOString(),
    event_name: given.event_name,
    livemode: false,
    status: 'complete',
    type: 'cancel',
  };
}

export const v2MeterEventRoutes = [
  v2Route({
    on: 'POST /v2/billing/meter_events',
    takes: meterEvent,
    run: ({ account, params }) => create(account, params),
  }),
  v2Route({
    on: 'POST /v2/billing/meter_event_adjustments',
    takes: adjustment,
    run: ({ account, params }) => adjust(account, params),
  }),
  v2Route({
    on: 'POST /v2/billing/meter_event_stream',
    takes: z.strictObject({ events: z.array(meterEvent).min(1).max(MOST_EVENTS) }),
    bySession: true,
    run: ({ account, params }) => {
      for (const one of params.events) take(account, one);
      // The SDK cannot read an answer without JSON, also where there is nothing to say.
      return {};
    },
  }),
];
