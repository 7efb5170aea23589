import { z } from 'zod';
import { address, list } from './env-values';

export interface StripeEnv {
  secretKey: string;
  publishableKey: string;
  webhookSecrets: string[];
  meterWebhookSecrets: string[];
  meterEventsPerSecond: number;
  apiBase: string;
  jsUrl: string | null;
}

export const STRIPE = z.object({
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'sk_test_… , rk_live_… and the like'),
  STRIPE_PUBLISHABLE_KEY: z.string().regex(/^pk_(test|live)_\w+$/, 'pk_test_… or pk_live_…'),
  STRIPE_WEBHOOK_SECRET: list.refine(
    (secrets) => secrets.every((secret) => /^whsec_\w+$/.test(secret)),
    'whsec_…, two of them separated by a comma while rotating',
  ),
  STRIPE_METER_WEBHOOK_SECRET: list
    .refine(
      (secrets) => secrets.every((secret) => /^whsec_\w+$/.test(secret)),
      'whsec_…, two of them separated by a comma while rotating',
    )
    .optional(),
  STRIPE_METER_EVENTS_PER_SECOND: z.coerce
    .number('a number')
    .int()
    .min(1)
    .max(10_000)
    .default(1_000),
  STRIPE_API_BASE: address.default('https://api.stripe.com'),
  STRIPE_JS_URL: address.optional(),
});

/** What provisioning makes, or never uses, can't be asked of it. */
export const STRIPE_FOR_PROVISIONING = STRIPE.extend({
  STRIPE_PUBLISHABLE_KEY: STRIPE.shape.STRIPE_PUBLISHABLE_KEY.default(''),
  STRIPE_WEBHOOK_SECRET: STRIPE.shape.STRIPE_WEBHOOK_SECRET.default([]),
});

export function toStripe(stripe: z.output<typeof STRIPE>): StripeEnv {
  return {
    secretKey: stripe.STRIPE_SECRET_KEY,
    publishableKey: stripe.STRIPE_PUBLISHABLE_KEY,
    webhookSecrets: stripe.STRIPE_WEBHOOK_SECRET,
    meterWebhookSecrets: stripe.STRIPE_METER_WEBHOOK_SECRET ?? [],
    meterEventsPerSecond: stripe.STRIPE_METER_EVENTS_PER_SECOND,
    apiBase: stripe.STRIPE_API_BASE,
    jsUrl: stripe.STRIPE_JS_URL ?? null,
  };
}
