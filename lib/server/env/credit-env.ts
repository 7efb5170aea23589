import { z } from 'zod';
import type { CreditSettings } from '../../domain/access/credit';

const count = (what: string, most: number) =>
  z.coerce.number(what).int(what).min(0, what).max(most, what);

/** What is lent to whom. The defaults are the safe ones; docs/going-to-production.md has what they are worth in money. */
export const CREDIT = {
  PAYMENT_GRACE_DAYS: count('a number of days from 0 to 90', 90).default(14),
  PAYMENT_GRACE_DAYS_BEFORE_FIRST_PAYMENT: count('a number of days from 0 to 90', 90).default(0),
  REQUIRE_CONFIRMED_EMAIL: z.enum(['on', 'off'], 'on or off').default('on'),
  MAX_LIVE_SUBSCRIPTIONS: count('a number from 1 to 1000', 1000)
    .min(1, 'a number from 1 to 1000')
    .default(3),
  MAX_LIVE_SUBSCRIPTIONS_BEFORE_FIRST_PAYMENT: count('a number from 1 to 1000', 1000)
    .min(1, 'a number from 1 to 1000')
    .default(1),
  UNBILLED_USAGE_BEFORE_FIRST_PAYMENT: z
    .string()
    // `50.00` would be read as half a dollar by one and as fifty by the other.
    .regex(/^(unlimited|\d{1,8})$/, 'an amount in minor units such as 5000 for 50.00, or unlimited')
    .transform((text) => (text === 'unlimited' ? null : Number(text)))
    .default(5000),
};

type Given = z.output<z.ZodObject<typeof CREDIT>>;

export function toCredit(given: Given): CreditSettings {
  return {
    graceDaysBeforeFirstPayment: given.PAYMENT_GRACE_DAYS_BEFORE_FIRST_PAYMENT,
    requiresConfirmedEmail: given.REQUIRE_CONFIRMED_EMAIL === 'on',
    maxLive: given.MAX_LIVE_SUBSCRIPTIONS,
    maxLiveBeforeFirstPayment: given.MAX_LIVE_SUBSCRIPTIONS_BEFORE_FIRST_PAYMENT,
    allowedMinor: given.UNBILLED_USAGE_BEFORE_FIRST_PAYMENT,
  };
}
