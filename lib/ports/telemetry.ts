/**
 * What happens inside, for monitoring. Names, kinds and counts only: never a person, a key, or an id that leads to one.
 * Monitoring must not change the behavior, so nothing here throws.
 */
export interface Telemetry extends CallWatch {
  /** Runs `work` as one step of a trace. An exception marks the step as failed and is rethrown. */
  step<T>(name: string, facts: Facts, work: () => Promise<T>): Promise<T>;
  count(what: Counted, by: number, facts?: Facts): void;
  /** How long a run of scheduled work took. */
  took(what: Timed, seconds: number, facts: Facts): void;
}

export type Facts = Readonly<Record<string, string | number | boolean>>;

export type Counted =
  | 'events.received'
  | 'events.processed'
  | 'usage.windows'
  | 'usage.reports'
  | 'run.failures'
  | 'checkout.outcomes'
  | 'throttled'
  | 'upstream.retries';

export type Timed = 'run.duration';

/** The part that the adapters of Stripe and Azure see. */
export interface CallWatch {
  /** One attempt at one request begins. */
  begin(call: UpstreamCall): (end: UpstreamEnd) => void;
}

export interface UpstreamCall {
  system: 'stripe' | 'azure';
  method: string;
  /** The address with its ids taken out: `/v1/customers/{id}`. */
  route: string;
  host: string;
  /** 1, then 2 for the first retry. */
  attempt: number;
}

/** The status that came back, or the kind of failure when none did. */
export type UpstreamEnd = { status: number } | { error: string };

/** Without monitoring: provisioning, most tests. */
export const UNWATCHED: Telemetry = {
  step: (_name, _facts, work) => work(),
  count: () => {},
  took: () => {},
  begin: () => () => {},
};
