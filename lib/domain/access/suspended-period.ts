import type { Period } from '../usage/billing-period';
import { floorToBucket } from '../usage/usage-window';

/** A time in which the keys of a subscription did not work; one without an end goes on. */
export interface SuspendedTime {
  start: Date;
  end: Date | null;
}

/**
 * Whether the keys never worked in a period: one single suspension lasted from its start, by the quarter of an hour in
 * which calls are counted, to its end. Such a period costs nothing; a period that was suspended or reopened halfway
 * costs its full price.
 */
export function isSuspendedThroughout(
  period: Period,
  suspensions: readonly SuspendedTime[],
): boolean {
  const from = floorToBucket(period.start);
  return suspensions.some(({ start, end }) => start <= from && (end === null || end >= period.end));
}

/** The same for a running period: whether it will cost nothing unless access is restored. */
export function isSuspendedSince(period: Period, suspensions: readonly SuspendedTime[]): boolean {
  const from = floorToBucket(period.start);
  return suspensions.some(({ start, end }) => end === null && start <= from);
}
