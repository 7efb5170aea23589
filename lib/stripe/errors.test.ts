import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { callStripe } from './errors';

const raw = (statusCode: number, fields: object) => ({
  message: 'It says no',
  type: 'invalid_request_error' as const,
  statusCode,
  ...fields,
});

const invalid = (fields: object, status = 400) =>
  new Stripe.errors.StripeInvalidRequestError(raw(status, fields) as never);

const reported = (error: Error) =>
  callStripe('open the checkout', () => Promise.reject(error)).catch(
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );

describe('what Stripe would refuse again', () => {
  test.each<[string, Error, RegExp]>([
    ['an address', invalid({ code: 'email_invalid', param: 'email' }), /Change the address/],
    ['an amount', invalid({ code: 'amount_too_small' }), /operator has to change the price/],
    [
      'a currency',
      invalid({ message: 'Invalid currency: xxx', param: 'currency' }),
      /because of the currency: Invalid currency: xxx\. The operator/,
    ],
    [
      'a thing that is not there',
      invalid({ code: 'resource_missing' }, 404),
      /It says no\. Retrying won’t help: change/,
    ],
    [
      'a parameter',
      invalid({ code: 'parameter_invalid_integer', param: 'x' }),
      /Retrying won’t help/,
    ],
    [
      'a card',
      new Stripe.errors.StripeCardError({
        ...raw(402, { code: 'card_declined', message: 'Your card was declined.' }),
        type: 'card_error',
      } as never),
      /Your card was declined\. Use another card\./,
    ],
  ])('%s is said with what to change', async (_name, error, words) => {
    const { code, message } = (await reported(error)) as { code: string; message: string };
    expect(code).toBe('upstream-refused');
    expect(message).toMatch(words);
    expect(message).not.toMatch(/try again in a minute/);
  });

  test('a second currency of a customer has a code of its own', async () => {
    const message =
      'You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency usd';
    expect(await reported(invalid({ message }))).toMatchObject({ code: 'other-currency' });
  });
});

describe('what passes', () => {
  test.each<[string, Error]>([
    ['a lock', invalid({ code: 'lock_timeout' })],
    ['a limit', new Stripe.errors.StripeRateLimitError(raw(429, {}) as never)],
    ['an outage', new Stripe.errors.StripeAPIError(raw(500, {}) as never)],
    ['a connection', new Stripe.errors.StripeConnectionError(raw(0, {}) as never)],
    ['a conflict', invalid({}, 409)],
  ])('%s is worth another try', async (_name, error) => {
    expect(await reported(error)).toEqual({
      code: 'upstream-failed',
      message:
        'Stripe could not open the checkout just now. Nothing is lost; try again in a minute.',
    });
  });
});
