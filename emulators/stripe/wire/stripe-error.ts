export interface StripeErrorBody {
  /** Missing only where the API under /v2 leaves it out. */
  readonly type?:
    | 'invalid_request_error'
    | 'card_error'
    | 'idempotency_error'
    | 'api_error'
    | 'rate_limit'
    | 'temporary_session_expired';
  readonly message: string;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly charge?: string | undefined;
  readonly payment_intent?: object | undefined;
  readonly setup_intent?: object | undefined;
}

/** An answer in Stripe's error shape. */
export class StripeError extends Error {
  readonly status: number;
  readonly body: StripeErrorBody;
  /** Sent as `stripe-should-retry`, where Stripe says it. */
  readonly shouldRetry: boolean | undefined;

  constructor(status: number, body: StripeErrorBody, shouldRetry?: boolean) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.shouldRetry = shouldRetry;
  }
}

/** For what the types allow and the emulator does nothing with. */
export function notEmulated(
  param: string,
  why = 'Stripe takes it, but nothing would come of it here.',
): StripeError {
  return invalid(`${param} is not emulated: ${why}`, param, 'parameter_not_emulated');
}

export function missingParam(param: string): StripeError {
  return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
}

export function invalid(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, param, code });
}

/** "No such customer: 'cus_x'", 404 when the address names it, 400 when a parameter does. */
export function missing(what: string, id: string, param?: string): StripeError {
  return new StripeError(param === undefined ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param: param ?? 'id',
  });
}

/** Too many calls at once. Stripe's libraries don't try these again by themselves. */
export function rateLimited(): StripeError {
  return new StripeError(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message:
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
  });
}

export function cardDeclined(
  decline: { code: string; declineCode: string | undefined; message: string },
  about: Pick<StripeErrorBody, 'charge' | 'payment_intent' | 'setup_intent'> = {},
) {
  return new StripeError(402, {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    ...about,
  });
}
