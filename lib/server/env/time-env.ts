import { z } from 'zod';

/** How long things may take. */
export interface TimeSettings {
  usageLagMinutes: number;
  /** How long after a period's end its invoice may be deferred. */
  deferHours: number;
  /** How long one run of the scheduled work may take before it leaves the rest to the next. */
  runBudgetSeconds: number;
  /** How long somebody who waits for a page is kept waiting for vendors. */
  vendorPatienceSeconds: number;
}

export const TIMES = {
  USAGE_LAG_MINUTES: z.coerce.number('a number of minutes').int().min(0).max(1440).default(30),
  INVOICE_HOLD_HOURS: z.coerce.number('a number of hours').int().min(1).max(720).default(48),
  RUN_BUDGET_SECONDS: z.coerce.number('a number of seconds').int().min(5).max(3600).default(240),
  VENDOR_PATIENCE_SECONDS: z.coerce
    .number('a number of seconds from 2 to 60')
    .int('a number of seconds from 2 to 60')
    .min(2, 'a number of seconds from 2 to 60')
    .max(60, 'a number of seconds from 2 to 60')
    .default(10),
};

export function toTimes(given: z.output<z.ZodObject<typeof TIMES>>): TimeSettings {
  return {
    usageLagMinutes: given.USAGE_LAG_MINUTES,
    deferHours: given.INVOICE_HOLD_HOURS,
    runBudgetSeconds: given.RUN_BUDGET_SECONDS,
    vendorPatienceSeconds: given.VENDOR_PATIENCE_SECONDS,
  };
}
