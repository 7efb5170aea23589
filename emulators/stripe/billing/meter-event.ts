import { randomUUID } from 'node:crypto';
import { inTimeOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { MeterRow } from '../state/rows';

const OLDEST_SECONDS = 35 * 86_400;
const NEWEST_SECONDS = 5 * 60;

export interface MeterEventInput {
  readonly eventName: string;
  readonly payload: Readonly<Record<string, string>>;
  readonly identifier?: string | undefined;
  /** Seconds. */
  readonly timestamp?: number | undefined;
}

/** Why a meter event counts for nothing; codes as in Stripe's error reports. */
export interface MeterProblem {
  readonly code: string;
  readonly message: string;
  readonly param: string;
  /** The meter that it was meant for, where there is one. */
  readonly meter: string | null;
}

export interface CheckedMeterEvent {
  readonly kind: 'valid';
  readonly meter: MeterRow;
  readonly customer: string;
  readonly value: string;
  readonly timestamp: number;
}

export type MeterCheck =
  | CheckedMeterEvent
  | { readonly kind: 'invalid'; readonly problem: MeterProblem };

/** What an event means, or what is wrong with it. */
export function checkMeterEvent(account: Account, event: MeterEventInput): MeterCheck {
  const meter = activeMeter(account, event.eventName);
  if ('kind' in meter) return meter;
  const refuse = (code: string, param: string, message: string): MeterCheck => ({
    kind: 'invalid',
    problem: { code, param, message, meter: meter.id },
  });
  const customer = event.payload[meter.customerKey];
  const now = inTimeOf(account, customer ?? null, () => account.now());
  const timestamp = event.timestamp ?? now;
  if (timestamp < now - OLDEST_SECONDS) {
    const message = 'The timestamp must be within the past 35 calendar days.';
    return refuse('timestamp_too_far_in_past', 'timestamp', message);
  }
  if (timestamp > now + NEWEST_SECONDS) {
    const message = 'The timestamp must not be more than 5 minutes in the future.';
    return refuse('timestamp_in_future', 'timestamp', message);
  }
  if (customer === undefined) {
    const message = `The event payload is missing the customer mapping key ${meter.customerKey}.`;
    return refuse('meter_event_no_customer_defined', 'payload', message);
  }
  const known = account.customers.get(customer);
  if (!known || known.deleted) {
    const param = `payload[${meter.customerKey}]`;
    return refuse('meter_event_customer_not_found', param, `No such customer: '${customer}'`);
  }
  const value = meter.formula === 'count' ? '1' : event.payload[meter.valueKey];
  if (value === undefined) {
    const message = `The event payload is missing the value key ${meter.valueKey}.`;
    return refuse('meter_event_value_not_found', 'payload', message);
  }
  const wrong = valueProblem(value);
  if (wrong) return refuse(wrong.code, `payload[${meter.valueKey}]`, wrong.message);
  return { kind: 'valid', meter, customer, value, timestamp };
}

/** Counts a checked event. False when its identifier was seen in the last 24 hours. */
export function recordMeterEvent(
  account: Account,
  event: CheckedMeterEvent,
  identifier: string,
): boolean {
  const receivedAt = account.worldNow();
  if (!account.ledger.claim(identifier, receivedAt)) return false;
  const { meter, customer, timestamp, value } = event;
  account.ledger.add(meter.id, customer, { timestamp, value, identifier, receivedAt });
  return true;
}

export function identifierOf(event: MeterEventInput): string {
  return event.identifier ?? randomUUID();
}

/** The meter of an event name; an adjustment names one too. */
export function activeMeter(
  account: Account,
  eventName: string,
): MeterRow | { kind: 'invalid'; problem: MeterProblem } {
  const named = account.meters.filter((one) => one.eventName === eventName);
  const active = named.find((one) => one.status === 'active');
  if (active) return active;
  const archived = named.at(-1);
  const problem = archived
    ? {
        code: 'archived_meter',
        message: `The meter for event name ${eventName} is archived.`,
        meter: archived.id,
      }
    : {
        code: 'no_meter',
        message: `No active meter found for event name ${eventName}.`,
        meter: null,
      };
  return { kind: 'invalid', problem: { ...problem, param: 'event_name' } };
}

function valueProblem(value: string): { code: string; message: string } | undefined {
  if (!/^-?\d+(\.\d{1,12})?$/.test(value)) {
    return { code: 'meter_event_invalid_value', message: `Invalid meter event value: ${value}` };
  }
  if (value.replace(/[-.]/g, '').replace(/^0+/, '').length > 15) {
    return {
      code: 'meter_event_value_too_many_digits',
      message: 'The meter event value has too many digits: at most 15 are allowed.',
    };
  }
  return undefined;
}
