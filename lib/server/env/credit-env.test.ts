import { describe, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env';

const creditOf = (source: Record<string, string>) => parseEnv(source).app.credit;

describe('settings of credit', () => {
  test('are the safe ones where nothing is set', () => {
    expect(creditOf({})).toEqual({
      graceDaysBeforeFirstPayment: 0,
      requiresConfirmedEmail: true,
      maxLive: 3,
      maxLiveBeforeFirstPayment: 1,
      allowedMinor: 5000,
    });
  });

  test('can each be changed, and the ceiling be switched off', () => {
    expect(
      creditOf({
        PAYMENT_GRACE_DAYS_BEFORE_FIRST_PAYMENT: '3',
        REQUIRE_CONFIRMED_EMAIL: 'off',
        MAX_LIVE_SUBSCRIPTIONS: '10',
        MAX_LIVE_SUBSCRIPTIONS_BEFORE_FIRST_PAYMENT: '2',
        UNBILLED_USAGE_BEFORE_FIRST_PAYMENT: 'unlimited',
      }),
    ).toEqual({
      graceDaysBeforeFirstPayment: 3,
      requiresConfirmedEmail: false,
      maxLive: 10,
      maxLiveBeforeFirstPayment: 2,
      allowedMinor: null,
    });
  });

  test.each([
    { UNBILLED_USAGE_BEFORE_FIRST_PAYMENT: '50.00' },
    { UNBILLED_USAGE_BEFORE_FIRST_PAYMENT: '-1' },
    { MAX_LIVE_SUBSCRIPTIONS: '0' },
    { MAX_LIVE_SUBSCRIPTIONS_BEFORE_FIRST_PAYMENT: 'many' },
    { PAYMENT_GRACE_DAYS_BEFORE_FIRST_PAYMENT: '91' },
    { REQUIRE_CONFIRMED_EMAIL: 'yes' },
  ])('%j is refused', (source) => {
    expect(() => parseEnv(source as Record<string, string>)).toThrow(EnvError);
  });
});
