import type { CallLimit } from '@/lib/domain/catalog/product';
import { formatCount } from '@/lib/domain/usage/call-count';

const SPANS: readonly [seconds: number, words: string][] = [
  [1, 'a second'],
  [60, 'a minute'],
  [3600, 'an hour'],
  [86_400, 'a day'],
  [604_800, 'a week'],
];

/** Thirty and thirty-one days both stand for a month in the catalog. */
const MONTH_SECONDS = { from: 2_592_000, to: 2_678_400 };

/** '1,200 calls a minute' */
export function formatLimit(limit: CallLimit): string {
  return `${formatCount(limit.calls)} ${limit.calls === 1 ? 'call' : 'calls'} ${span(limit.renewalPeriodSeconds)}`;
}

/** '1 call', '1,234 calls' */
export function formatCalls(calls: number): string {
  return `${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'}`;
}

function span(seconds: number): string {
  if (seconds >= MONTH_SECONDS.from && seconds <= MONTH_SECONDS.to) return 'a month';
  const known = SPANS.find(([length]) => length === seconds);
  if (known) return known[1];
  const unit = [...SPANS].reverse().find(([length]) => seconds % length === 0);
  return unit
    ? `every ${formatCount(seconds / unit[0])} ${unit[1].replace(/^an? /, '')}s`
    : `every ${formatCount(seconds)} seconds`;
}
