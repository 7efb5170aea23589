import type { FaultAnswer } from '../../core/track';
import { newId } from '../state/ids';
import { rateLimited, type StripeErrorBody } from '../wire/stripe-error';

/** What Stripe answers with a status that a fault asks for. */
export function faultAnswer({ status }: { status: number }): FaultAnswer {
  return {
    body: JSON.stringify({ error: bodyOf(status) }, null, 2),
    headers: { 'Content-Type': 'application/json', 'Request-Id': newId('req', 14) },
  };
}

const type = 'invalid_request_error';
const FAILED =
  'Sorry! There was an error while talking to Stripe. Please let us know at support@stripe.com.';
const BODIES: Readonly<Record<number, StripeErrorBody>> = {
  401: { type, message: 'Invalid API Key provided: sk_test_*****************0000' },
  403: {
    type,
    message: 'The provided key does not have the required permissions for this endpoint.',
  },
  404: { type, code: 'resource_missing', message: 'No such object.' },
  409: {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Stripe idempotency key. Please try again later.',
  },
  429: rateLimited().body,
};

function bodyOf(status: number): StripeErrorBody {
  const other: StripeErrorBody = { type: status >= 500 ? 'api_error' : type, message: FAILED };
  return BODIES[status] ?? other;
}
