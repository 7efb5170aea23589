import { z } from 'zod';
import { address, list } from './env-values';
import { METER, type MeterEnv, toMeter } from './meter-env';

export interface StripeEnv extends MeterEnv {
  secretKey: string;
  publishableKey: string;
  webhookSecrets: string[];
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
  ...METER,
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
    ...toMeter(stripe),
    apiBase: stripe.STRIPE_API_BASE,
    jsUrl: stripe.STRIPE_JS_URL ?? null,
  };
}
