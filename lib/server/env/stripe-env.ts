import { z } from 'zod';
import { address, isNearby, list } from './env-values';
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

/** What is right by itself and wrong together: real money goes by Stripe's own addresses, and by the real time. */
export function stripeProblems(
  stripe: z.output<typeof STRIPE> | null,
  clockUrl: string | undefined,
): string[] {
  if (!stripe) return [];
  const { STRIPE_SECRET_KEY: secret, STRIPE_PUBLISHABLE_KEY: publishable } = stripe;
  const problems: string[] = [];
  const mode = modeOf(secret);
  if (publishable !== '' && modeOf(publishable) !== mode) {
    problems.push(
      `STRIPE_SECRET_KEY is a ${mode} key and STRIPE_PUBLISHABLE_KEY is a ${modeOf(publishable)} key: take both from the same mode of the Dashboard.`,
    );
  }
  if (mode === 'test') return problems;
  if (isNearby(stripe.STRIPE_API_BASE)) {
    problems.push('STRIPE_API_BASE is an emulator and STRIPE_SECRET_KEY a live key: take it out.');
  }
  if (
    stripe.STRIPE_JS_URL !== undefined &&
    new URL(stripe.STRIPE_JS_URL).host !== 'js.stripe.com'
  ) {
    problems.push(
      'STRIPE_JS_URL is not Stripe’s own and STRIPE_SECRET_KEY is a live key: take it out.',
    );
  }
  if (clockUrl !== undefined) {
    problems.push('CLOCK_URL moves the time and STRIPE_SECRET_KEY is a live key: take it out.');
  }
  return problems;
}

function modeOf(key: string): 'live' | 'test' {
  return key.includes('_live_') ? 'live' : 'test';
}

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
