/** What both programs of the usage benchmark agree on: names and times of the subscriptions, by their number. */
export const NOW = '2026-11-23T10:05:00.000Z';
/** Late enough that all calls show in reports and no run's meter event lies in the future. */
export const UPSTREAM_NOW = '2026-11-23T11:05:00.000Z';
export const PERIOD = { start: '2026-11-05T09:07:00.000Z', end: '2026-12-05T09:07:00.000Z' };
/** Usage was read through here, a day ago. */
export const READ_THROUGH = '2026-11-22T10:05:00.000Z';
export const PRODUCT = 'standard';
export const SECRET_KEY = 'sk_test_benchmark0123456789';
export const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'];

/** So many are paid for at first: a first run loads and warms what every run needs, whatever its size. */
export const FIRST = 500;

export const subscriptionName = (n: number): string => `sub-${String(n).padStart(7, '0')}`;

/** Ids that Stripe gave, by number. */
export interface StripeNames {
  customers: string[];
  subscriptions: string[];
}

/** Orders of the benchmark's main program to the other two, and their answers. */
export type UpstreamOrder =
  | { kind: 'names' }
  | { kind: 'calls'; day: string; from: number; every: number }
  | { kind: 'fail'; rate: number; seed: number }
  | { kind: 'counts' }
  | { kind: 'compare' };

export type ApplicationOrder = { kind: 'sync'; at: string } | { kind: 'sell-all' };

export interface UpstreamCounts {
  reads: number;
  /** Meter events that the emulator took or knew already. */
  writes: number;
  refused: number;
  failed: number;
}

export interface Compared {
  customers: number;
  /** Customers of whom Stripe would bill another number of calls than the gateway answered. */
  wrong: number;
  answeredCalls: number;
  billedCalls: number;
}

export interface RunReport {
  seconds: number;
  cpuSeconds: number;
  isComplete: boolean;
  days: number;
  pushed: number;
  windows: number;
  failures: number;
  /** Largest resident memory during the run, less that before it. */
  grownMb: number;
  /** Largest live JavaScript memory after collections during the run, less that before it. */
  heapMb: number;
}
