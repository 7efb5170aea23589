import { z } from 'zod';
import { type Deviations, deviationNames } from './portal/delegation-url';

/** What can be changed while the emulator runs. The settings say what it starts with. */
export interface AzureSwitches extends Deviations {
  /** How long after a 15-minute bucket ends its counts show up in reports and logs. 0 = at once. */
  readonly reportLagMs: number;
  /** Polls that a long-running user deletion answers "InProgress" before it is done. */
  readonly pendingPolls: number;
  /** Azure Resource Manager's token buckets, on real time. */
  readonly throttle: boolean;
  /** Queries of the logs are cut short: the first half of the rows, together with an error. */
  readonly partialLogs: boolean;
}

const flag = z.boolean().optional();
const changeSchema = z.strictObject({
  reportLagSeconds: z.number().int().min(0).optional(),
  pendingPolls: z.number().int().min(0).optional(),
  throttle: flag,
  partialLogs: flag,
  ...Object.fromEntries(deviationNames.map((name) => [name, flag])),
});

export class Switches {
  readonly #start: AzureSwitches;
  #now: AzureSwitches;

  constructor(start: AzureSwitches) {
    this.#start = start;
    this.#now = start;
  }

  get now(): AzureSwitches {
    return this.#now;
  }

  reset(): void {
    this.#now = this.#start;
  }

  /** Throws a ZodError for what is no switch. Durations come in seconds. */
  change(body: unknown): void {
    const { reportLagSeconds, ...rest } = changeSchema.parse(body);
    const given = Object.entries(rest).filter(([, value]) => value !== undefined);
    const lag = reportLagSeconds === undefined ? {} : { reportLagMs: reportLagSeconds * 1000 };
    this.#now = { ...this.#now, ...Object.fromEntries(given), ...lag };
  }

  /** As `change` takes it. */
  view(): Readonly<Record<string, number | boolean>> {
    const { reportLagMs, pendingPolls, throttle, partialLogs } = this.#now;
    const deviations = deviationNames.map((name) => [name, this.#now[name]]);
    return {
      reportLagSeconds: reportLagMs / 1000,
      pendingPolls,
      throttle,
      partialLogs,
      ...Object.fromEntries(deviations),
    };
  }
}
