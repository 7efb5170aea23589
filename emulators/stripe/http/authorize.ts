import { StripeError } from '../wire/stripe-error';

/** The API key of a request. */
export function authorize(header: string | undefined): string {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  const key = scheme.toLowerCase() === 'basic' ? (atob(value).split(':')[0] ?? '') : value;
  if (header === undefined || key === '') {
    throw new StripeError(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  }
  if (!/^(sk|rk)_test_\w+$/.test(key)) {
    throw new StripeError(401, {
      type: 'invalid_request_error',
      message: `Invalid API Key provided: ${key.slice(0, 7)}****${key.slice(-4)}`,
    });
  }
  return key;
}
