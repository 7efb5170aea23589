import { randomUUID } from 'node:crypto';
import type { Account } from '../account';
import type { Params } from '../http/parameters';
import { route } from '../http/route';
import { invalid, missingParam, StripeError } from '../http/stripe-error';
import { inTimeOf } from '../objects/test-clock';
import type { MeterRow } from '../rows';

const OLDEST_SECONDS = 35 * 86_400;
const NEWEST_SECONDS = 5 * 60;

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
  const receivedAt = account.worldNow();
  const meter = activeMeter(account, params.event_name);
  const customer = params.payload[meter.customerKey];
  const now = inTimeOf(account, customer ?? null, () => account.now());
  const timestamp = params.timestamp ?? now;
  const value = meter.formula === 'count' ? '1' : params.payload[meter.valueKey];
  checkTimestamp(timestamp, now);
  if (customer === undefined) {
    throw invalid(
      `The event payload is missing the customer mapping key ${meter.customerKey}.`,
      'payload',
      'meter_event_no_customer_defined',
    );
  }
  const known = account.customers.get(customer);
  if (!known || known.deleted) {
    throw invalid(
      `No such customer: '${customer}'`,
      `payload[${meter.customerKey}]`,
      'meter_event_customer_not_found',
    );
  }
  if (value === undefined) {
    throw invalid(
      `The event payload is missing the value key ${meter.valueKey}.`,
      'payload',
      'meter_event_value_not_found',
    );
  }
  checkValue(value, `payload[${meter.valueKey}]`);
  const identifier = params.identifier ?? randomUUID();
  if (!account.ledger.claim(identifier, receivedAt)) throw duplicate(identifier);
  account.ledger.add(meter.id, customer, { timestamp, value, identifier, receivedAt });
  return {
    object: 'billing.meter_event',
    created: now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: params.payload,
    timestamp,
  };
}

function activeMeter(account: Account, eventName: string): MeterRow {
  const named = account.meters.filter((one) => one.eventName === eventName);
  const active = named.find((one) => one.status === 'active');
  if (active) return active;
  if (named.length > 0)
    throw invalid(
      `The meter for event name ${eventName} is archived.`,
      'event_name',
      'archived_meter',
    );
  throw invalid(`No active meter found for event name ${eventName}.`, 'event_name', 'no_meter');
}

function checkTimestamp(timestamp: number, now: number): void {
  if (timestamp < now - OLDEST_SECONDS) {
    throw invalid(
      'The timestamp must be within the past 35 calendar days.',
      'timestamp',
      'timestamp_too_far_in_past',
    );
  }
  if (timestamp > now + NEWEST_SECONDS) {
    throw invalid(
      'The timestamp must not be more than 5 minutes in the future.',
      'timestamp',
      'timestamp_in_future',
    );
  }
}

function checkValue(value: string, param: string): void {
  if (!/^-?\d+(\.\d{1,12})?$/.test(value)) {
    throw invalid(`Invalid meter event value: ${value}`, param, 'meter_event_invalid_value');
  }
  if (value.replace(/[-.]/g, '').replace(/^0+/, '').length > 15) {
    throw invalid(
      'The meter event value has too many digits: at most 15 are allowed.',
      param,
      'meter_event_value_too_many_digits',
    );
  }
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
  };
}

export const meterEventEndpoints = [
  route({
    on: 'POST /v1/billing/meter_events',
    takes: created,
    note: 'Unknown customers and bad values are refused at once; Stripe reports some of them later.',
    run: ({ account, params }) => create(account, params),
  }),
  route({
    on: 'POST /v1/billing/meter_event_adjustments',
    takes: adjusted,
    run: ({ account, params }) => adjust(account, params),
  }),
];
