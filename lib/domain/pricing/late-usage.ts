import type { Period } from '../usage/billing-period';
import { formatCount } from '../usage/call-count';
import type { Priceable } from './price-plan';
import { quote } from './pricing';

export interface LateCharge {
  /** Negative when fewer calls were made than were billed. */
  amountMinor: number;
  currency: string;
  description: string;
}

/**
 * What is still to be billed or credited when a period's count changed after its invoice: the difference of two
 * complete quotes, so that the customer pays to the cent what one correct invoice would have charged.
 *
 * A pause cuts a period in two that are priced as one: the calls of the other part are included on both sides, so
 * whichever part is billed first, and however often either is corrected, all charges add up to the quote of both.
 */
export function lateCharge(input: {
  product: Priceable;
  period: Period;
  /** Calls on invoices so far; null = there was no invoice. */
  callsBilled: number | null;
  callsCounted: number;
  /** Calls that were billed of the other part; null = there is none, or nothing was billed of it. */
  siblingCalls: number | null;
  /** Free calls that were used up before the period, among those that were billed and counted. */
  allowanceUsed: number;
}): LateCharge {
  const { product, callsBilled, callsCounted, siblingCalls } = input;
  const due = quote(product, callsCounted + (siblingCalls ?? 0));
  const isFirst = callsBilled === null && siblingCalls === null;
  const billed = isFirst ? 0 : quote(product, (callsBilled ?? 0) + (siblingCalls ?? 0)).totalMinor;
  const amountMinor = due.totalMinor - billed;
  return {
    amountMinor,
    currency: due.currency,
    description: summarize(input) + allowanceText(input.allowanceUsed),
  };
}

function allowanceText(allowanceUsed: number): string {
  return allowanceUsed === 0
    ? ''
    : `; ${calls(allowanceUsed)} of the free allowance were used before`;
}

function summarize(input: {
  period: Period;
  callsBilled: number | null;
  callsCounted: number;
  allowanceUsed: number;
}): string {
  const { period, allowanceUsed } = input;
  const own = (count: number) => Math.max(0, count - allowanceUsed);
  const callsBilled = input.callsBilled === null ? null : own(input.callsBilled);
  const callsCounted = own(input.callsCounted);
  const when = `${day(period.start)} to ${day(period.end)}`;
  if (callsBilled === null) return `Usage from ${when}: ${calls(callsCounted)}`;
  const change = callsCounted - callsBilled;
  const counts = `${formatCount(callsBilled)} billed, ${formatCount(callsCounted)} counted`;
  return change > 0
    ? `Late usage from ${when}: ${calls(change)} reported after the invoice was issued (${counts})`
    : `Correction for ${when}: ${calls(-change)} fewer than invoiced (${counts})`;
}

function calls(count: number): string {
  return count === 1 ? '1 call' : `${formatCount(count)} calls`;
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
