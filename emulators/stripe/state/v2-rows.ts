import type { EndpointRow } from './notification-rows';

/** A key for the meter event stream, good for 15 minutes. Times in milliseconds. */
export interface MeterSessionRow {
  id: string;
  createdMs: number;
  expiresMs: number;
  token: string;
}

/** An event that contains only what happened and to which object; the rest is fetched. */
export interface ThinEventRow {
  id: string;
  createdMs: number;
  type: string;
  related: { id: string; type: string; url: string } | null;
  data: object | null;
  request: { id: string; idempotency_key: string } | null;
}

/** A place that events go to: thin ones, or the v1 ones as a webhook endpoint gets them. */
export interface DestinationRow extends EndpointRow {
  updatedMs: number;
  createdMs: number;
  name: string;
  payload: 'thin' | 'snapshot';
}

/** A meter event that was taken and then found wrong; the next report mentions it. */
export interface MeterProblemRow {
  id: string;
  at: number;
  /** null where no meter has the event's name. */
  meter: string | null;
  code: string;
  message: string;
  identifier: string;
}
