import type { Priceable } from '../pricing/price-plan';
import { callsAllowed, coveredCalls, type Quote, quote } from '../pricing/pricing';
import type { Period } from './billing-period';
import { dayOf, usageRange, windowsOf } from './usage-window';

export interface UsageSummaryInput {
  product: Priceable;
  period: Period;
  now: Date;
  /** In any order. Windows that start outside of the period are left out. */
  windows: readonly { start: Date; end: Date; calls: number }[];
  /** Calls of the free allowance that were used up before the period began: they are counted before its own. */
  allowanceUsed?: number;
  /** The instant up to which usage was read; the pace is measured up to here. Without it: `now`. */
  readThrough?: Date | null;
}

/** What was called, at whatever price. */
export interface CallsSummary {
  callsInPeriod: number;
  /** One entry for each UTC day (ISO date) from the period's first to today, 0 where nothing was called. */
  days: { day: string; calls: number }[];
}

export interface UsageSummary extends CallsSummary {
  /** Calls of the free allowance that were used before, with another subscription or before a change of plan. */
  allowanceUsed: number;
  costSoFar: Quote;
  /** Calls at the period's end at this pace; null while too little of the period has passed to say. */
  projectedCalls: number | null;
  projectedCost: Quote | null;
  /** Calls that the cost so far covers, null when every call has a price. */
  included: number | null;
  left: number | null;
}

export function callsSummary({
  period,
  now,
  windows: given,
}: Pick<UsageSummaryInput, 'period' | 'now' | 'windows'>): CallsSummary {
  const range = usageRange(period);
  const windows = given.filter(
    ({ start }) =>
      start.getTime() >= range.start.getTime() && start.getTime() < range.end.getTime(),
  );
  return {
    callsInPeriod: windows.reduce((sum, window) => sum + window.calls, 0),
    days: callsByDay(range, now, windows),
  };
}

/** What a consumer wants to know of the running period, from the windows that were read. */
export function usageSummary(input: UsageSummaryInput): UsageSummary {
  const { product, now } = input;
  const range = usageRange(input.period);
  const { callsInPeriod, days } = callsSummary(input);
  const projectedCalls = projection({
    product,
    range,
    callsInPeriod,
    through: earlier(input.readThrough ?? now, now),
  });
  const allowanceUsed = input.allowanceUsed ?? 0;
  const covered = coveredCalls(product, callsInPeriod + allowanceUsed);
  const included = covered === null ? null : Math.max(0, covered - allowanceUsed);
  return {
    callsInPeriod,
    allowanceUsed,
    costSoFar: quote(product, callsInPeriod + allowanceUsed),
    projectedCalls,
    projectedCost: projectedCalls === null ? null : quote(product, projectedCalls + allowanceUsed),
    included,
    left: included === null ? null : Math.max(0, included - callsInPeriod),
    days,
  };
}

/** A night or a lunch break is no pace. */
const LEAST_FOR_PACE_MS = 86_400_000;

function projection(input: {
  product: Priceable;
  range: Period;
  callsInPeriod: number;
  through: Date;
}): number | null {
  const { range, callsInPeriod } = input;
  const lengthMs = range.end.getTime() - range.start.getTime();
  const elapsedMs = input.through.getTime() - range.start.getTime();
  // Over: nothing is left to guess.
  if (elapsedMs >= lengthMs) return callsInPeriod;
  if (elapsedMs < LEAST_FOR_PACE_MS) return null;
  const atThisPace = (BigInt(callsInPeriod) * BigInt(lengthMs)) / BigInt(elapsedMs);
  const most = callsAllowed(input.product) ?? Number.MAX_SAFE_INTEGER;
  // Never below what was counted: a quota that was lowered since doesn't take calls back.
  return Math.max(callsInPeriod, Math.min(Number(atThisPace), most));
}

function callsByDay(
  range: Period,
  now: Date,
  windows: readonly { start: Date; calls: number }[],
): { day: string; calls: number }[] {
  const totals = new Map<string, number>();
  for (const { start, calls } of windows) {
    const day = isoDay(start);
    totals.set(day, (totals.get(day) ?? 0) + calls);
  }
  const endOfToday = new Date(dayOf(now).getTime() + 86_400_000);
  const shown = { start: range.start, end: earlier(range.end, endOfToday) };
  return windowsOf(shown).map(({ start }) => {
    const day = isoDay(start);
    return { day, calls: totals.get(day) ?? 0 };
  });
}

function isoDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

function earlier(one: Date, other: Date): Date {
  return one.getTime() <= other.getTime() ? one : other;
}
