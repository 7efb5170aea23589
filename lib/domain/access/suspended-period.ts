import type { Period } from '../usage/billing-period';
import { floorToBucket } from '../usage/usage-window';

/** A time in which the keys of a subscription did not work; one without an end goes on. */
export interface SuspendedTime {
  start: Date;
  end: Date | null;
}

/**
 * Whether the keys never worked in a period: one and the same suspension lasted from its start, by the quarter of an hour in
 * which calls are counted, to its end. Such a period asks for nothing; one that was cut off, or reopened, inside of it costs
 * what was agreed for it.
 */
export function isSuspendedThroughout(
  period: Period,
  suspensions: readonly SuspendedTime[],
): boolean {
  const from = floorToBucket(period.start);
  return suspensions.some(({ start, end }) => start <= from && (end === null || end >= period.end));
}

/** The same of a period that still runs: whether nothing will be asked for it unless it is reopened. */
export function isSuspendedSince(period: Period, suspensions: readonly SuspendedTime[]): boolean {
  const from = floorToBucket(period.start);
  return suspensions.some(({ start, end }) => end === null && start <= from);
}
