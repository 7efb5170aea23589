import type Stripe from 'stripe';
import {
  activeMeter,
  checkMeterEvent,
  identifierOf,
  recordMeterEvent,
} from '../billing/meter-event';
import type { Params } from '../http/parameters';
import { route } from '../http/route';
import type { Account } from '../state/account';
import { noteProblem } from '../v2/meter-reports';
import { invalid, missingParam, StripeError } from '../wire/stripe-error';

const created = {
  event_name: { max: 100 },
  payload: true,
  identifier: { max: 100 },
  timestamp: true,
} as const;
const adjusted = {
  event_name: { max: 100 },
  type: true,
  cancel: { identifier: { max: 100 } },
} as const;

function create(
  account: Account,
  params: Params<'POST /v1/billing/meter_events', typeof created>,
): object {
  const input = { ...params, eventName: params.event_name };
  const identifier = identifierOf(input);
  const checked = checkMeterEvent(account, input);
  if (checked.kind === 'invalid') {
    const { code, message, param } = checked.problem;
    if (account.settings.meterEventChecks === 'at-once') throw invalid(message, param, code);
    noteProblem(account, checked.problem, identifier);
  } else if (!recordMeterEvent(account, checked, identifier)) {
    throw duplicate(identifier);
  }
  const now = account.worldNow();
  return {
    object: 'billing.meter_event',
    created: now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: params.payload,
    timestamp: checked.kind === 'valid' ? checked.timestamp : (params.timestamp ?? now),
  } satisfies Stripe.Billing.MeterEvent;
}

function duplicate(identifier: string): StripeError {
  const message = `An event already exists with identifier ${identifier}.`;
  return new StripeError(
    400,
    { type: 'invalid_request_error', message, param: 'identifier' },
    false,
  );
}

function adjust(
  account: Account,
  params: Params<'POST /v1/billing/meter_event_adjustments', typeof adjusted>,
): object {
  const meter = activeMeter(account, params.event_name);
  if ('kind' in meter)
    throw invalid(meter.problem.message, meter.problem.param, meter.problem.code);
  const identifier = params.cancel?.identifier;
  if (identifier === undefined) throw missingParam('cancel[identifier]');
  const outcome = account.ledger.cancel(meter.id, identifier, account.worldNow());
  if (outcome === 'unknown')
    throw invalid(
      `No meter event found with identifier ${identifier}.`,
      'cancel[identifier]',
      'resource_missing',
    );
  if (outcome === 'too-late') {
    throw invalid(
      'Meter events can only be cancelled within 24 hours of being received.',
      'cancel[identifier]',
    );
  }
  return {
    object: 'billing.meter_event_adjustment',
    cancel: { identifier },
    event_name: params.event_name,
    livemode: false,
    status: 'complete',
    type: 'cancel',
  } satisfies Stripe.Billing.MeterEventAdjustment;
}

export const meterEventEndpoints = [
  route({
    on: 'POST /v1/billing/meter_events',
    takes: created,
    note: 'What is wrong is refused at once, or taken and reported later: see the settings.',
    run: ({ account, params }) => create(account, params),
  }),
  route({
    on: 'POST /v1/billing/meter_event_adjustments',
    takes: adjusted,
    run: ({ account, params }) => adjust(account, params),
  }),
];
