import { StripeError } from '../wire/stripe-error';

/** A field is wrong or missing: the second API says so with a code and without a type. */
export function invalidFields(message: string): StripeError {
  return new StripeError(400, { code: 'invalid_fields', message });
}

export function notFound(what: string, id: string): StripeError {
  return new StripeError(404, {
    type: 'invalid_request_error',
    code: 'not_found',
    message: `No such ${what}: ${id}`,
  });
}
