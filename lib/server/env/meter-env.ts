import { z } from 'zod';
import { list } from './env-values';

/** How usage is reported to Stripe. Part of the Stripe group. */
export const METER = {
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
  STRIPE_METER_STREAM: z.enum(['on', 'off'], 'on or off').default('off'),
};

export interface MeterEnv {
  meterWebhookSecrets: string[];
  meterEventsPerSecond: number;
  /** Reports are sent in batches of a hundred through Stripe's meter event stream. */
  meterStream: boolean;
}

type Given = z.output<z.ZodObject<typeof METER>>;

export function toMeter(given: Given): MeterEnv {
  return {
    meterWebhookSecrets: given.STRIPE_METER_WEBHOOK_SECRET ?? [],
    meterEventsPerSecond: given.STRIPE_METER_EVENTS_PER_SECOND,
    meterStream: given.STRIPE_METER_STREAM === 'on',
  };
}

/**
 * The stream validates events after its answer: without a destination for rejections, rejected events would silently
 * bill nothing.
 */
export function meterProblems(given: Given | null): string[] {
  if (given?.STRIPE_METER_STREAM !== 'on' || given.STRIPE_METER_WEBHOOK_SECRET) return [];
  return [
    'STRIPE_METER_STREAM is on but STRIPE_METER_WEBHOOK_SECRET is not set: Stripe reports errors of the stream only there.',
  ];
}
