import type { CallLimit } from '../catalog/product';
import { dayOf } from './usage-window';

export interface QuotaUse {
  /** Counted in the window of the quota that runs now; a day that began before it is left out. */
  calls: number;
  isUsedUp: boolean;
  /** When calls are answered again. */
  renewsAt: Date;
}

/**
 * How much of a quota is used. The gateway's windows have a fixed length and begin with the subscription, so they need
 * not be those of billing. What is counted here is never more than what the gateway counted.
 */
export function quotaUse(input: {
  quota: CallLimit;
  startedAt: Date;
  now: Date;
  windows: readonly { start: Date; calls: number }[];
}): QuotaUse {
  const { quota, startedAt, now } = input;
  const { start, end } = quotaWindow(input);
  // Before its first window it had no calls: a count that begins a little earlier is its own.
  const from = start > startedAt ? start : dayOf(start);
  const calls = input.windows
    .filter((window) => window.start >= from && window.start < now)
    .reduce((sum, window) => sum + window.calls, 0);
  const isUsedUp = calls >= quota.calls && now >= startedAt;
  return { calls, isUsedUp, renewsAt: end };
}

export function quotaWindow(input: { quota: CallLimit; startedAt: Date; now: Date }): {
  start: Date;
  end: Date;
} {
  const lengthMs = input.quota.renewalPeriodSeconds * 1000;
  const passed = Math.max(
    0,
    Math.floor((input.now.getTime() - input.startedAt.getTime()) / lengthMs),
  );
  const startMs = input.startedAt.getTime() + passed * lengthMs;
  return { start: new Date(startMs), end: new Date(startMs + lengthMs) };
}
