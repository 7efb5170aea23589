import type { LimitInForce } from '../policy/effective-policy';
import { type Expression, evaluate, type PolicyContext } from '../policy/expression';
import type { QuotaLimit } from '../policy/policy';
import type { QuotaCounters } from '../policy/quota-counters';
import { type QuotaWindow, quotaWindow } from '../policy/quota-window';
import type { RateWindows } from '../policy/rate-windows';
import type { SubscriptionRow } from '../state/rows';

/** Who calls what, as far as limits are concerned. */
export interface Caller {
  /** null: called without a key. Plain quotas and rate limits don't apply then. */
  readonly subscription: SubscriptionRow | null;
  readonly context: PolicyContext;
}

export type Refusal =
  | { readonly kind: 'rate'; readonly retryAfterSeconds: number; readonly header: string }
  | { readonly kind: 'quota'; readonly of: 'call volume' | 'bandwidth'; readonly untilMs: number };

/** A quota that a call was let through by, to be charged with it. */
export interface QuotaShare {
  readonly counter: string;
  readonly window: QuotaWindow;
  readonly limit: QuotaLimit;
}

export type Verdict =
  | { kind: 'passed'; headers: Record<string, string>; quotas: QuotaShare[] }
  | { kind: 'refused'; refusal: Refusal };

/** Puts one call through the limits in order, as the gateway runs policies one after another. */
export function judge(input: {
  limits: readonly LimitInForce[];
  caller: Caller;
  atMs: number;
  counters: QuotaCounters;
  rates: RateWindows;
}): Verdict {
  const headers: Record<string, string> = {};
  const quotas: QuotaShare[] = [];
  for (const inForce of input.limits) {
    const { limit } = inForce;
    if (limit.kind === 'quota') {
      const share = quotaShare(inForce, limit, input.caller, input.atMs);
      if (!share) continue;
      const refusal = overQuota(share, input.counters);
      if (refusal) return { kind: 'refused', refusal };
      quotas.push(share);
      input.counters.add(share.counter, share.window.index, { calls: 1, bytes: 0 });
      continue;
    }
    const counter = counterName(inForce, limit.byKey?.key ?? null, input.caller);
    if (counter === null) continue;
    const { calls, periodSeconds } = limit;
    const taken = input.rates.take({ counter, calls, periodSeconds, atMs: input.atMs });
    if (taken.kind === 'refused') {
      const { retryAfterSeconds } = taken;
      return {
        kind: 'refused',
        refusal: { kind: 'rate', retryAfterSeconds, header: limit.retryAfterHeader },
      };
    }
    if (limit.remainingCallsHeader) headers[limit.remainingCallsHeader] = `${taken.remaining}`;
    if (limit.totalCallsHeader) headers[limit.totalCallsHeader] = `${calls}`;
  }
  return { kind: 'passed', headers, quotas };
}

/** The counter and window that a call at an instant falls into; null when the quota doesn't apply. */
export function quotaShare(
  inForce: LimitInForce,
  limit: QuotaLimit,
  caller: Caller,
  atMs: number,
): QuotaShare | null {
  const { periodSeconds } = limit;
  const anchorMs =
    limit.byKey?.firstPeriodStartMs ??
    caller.subscription?.startMs ??
    caller.subscription?.createdMs ??
    0;
  const counter =
    limit.byKey === null
      ? counterName(inForce, null, caller)
      : byKeyCounter({
          key: `${evaluate(limit.byKey.key, caller.context)}`,
          anchorMs,
          periodSeconds,
        });
  if (counter === null) return null;
  return { counter, limit, window: quotaWindow({ anchorMs, periodSeconds, atMs }) };
}

function overQuota(share: QuotaShare, counters: QuotaCounters): Refusal | null {
  const used = counters.used(share.counter, share.window.index);
  const { limit, window } = share;
  if (limit.calls !== null && used.calls >= limit.calls) {
    return { kind: 'quota', of: 'call volume', untilMs: window.endMs };
  }
  if (limit.bandwidthKb !== null && used.bytes >= limit.bandwidthKb * 1024) {
    return { kind: 'quota', of: 'bandwidth', untilMs: window.endMs };
  }
  return null;
}

export interface ByKeyCounter {
  readonly key: string;
  /** Where the windows begin, and how long each is. */
  readonly anchorMs: number;
  readonly periodSeconds: number;
}

/** Counters of by-key quotas say their period too, as ARM's quota routes tell it. */
export function byKeyCounter({ key, anchorMs, periodSeconds }: ByKeyCounter): string {
  return `key:${anchorMs}:${periodSeconds}:${key}`;
}

export function readByKeyCounter(counter: string): ByKeyCounter | null {
  const [, anchorMs, periodSeconds, key] = /^key:(-?\d+):(\d+):(.*)$/s.exec(counter) ?? [];
  if (key === undefined) return null;
  return { key, anchorMs: Number(anchorMs), periodSeconds: Number(periodSeconds) };
}

function counterName(inForce: LimitInForce, key: Expression | null, caller: Caller): string | null {
  if (key !== null) return `rate:${evaluate(key, caller.context)}`;
  return caller.subscription === null ? null : `${inForce.source}|${caller.subscription.id}`;
}
