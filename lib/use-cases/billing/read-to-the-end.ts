import { findPeriod } from '../../db/periods';
import { lastRun } from '../../db/runs';
import { listWindows, sumWindows, writeWindows } from '../../db/usage';
import type { Period } from '../../domain/usage/billing-period';
import { staleWindows } from '../../domain/usage/stale-windows';
import {
  lastUsageRange,
  REREAD_DAYS,
  usageRange,
  windowsOf,
} from '../../domain/usage/usage-window';
import { shareAllowances } from '../credit/share-allowances';
import type { Needs } from '../deps';
import { readPart } from '../usage/count-parts';

/** How far back counts are read again when a period is closed. */
const REREAD_MS = REREAD_DAYS * 86_400_000;

/**
 * Reads the last days of a period once more, except those that a bulk reading has counted since, and returns the
 * period's total count and the allowance that was used before it. On the first of a month every period is closed at
 * once, and a gateway limits reads per second.
 */
export async function readToTheEnd(
  deps: Needs<'clock' | 'db' | 'gateway' | 'settings'>,
  row: { id: string; endedAt: Date | null },
  period: { start: Date; end: Date },
  /** The last instant that was counted, if that is longer ago. */
  uncountedSince: Date = period.end,
): Promise<number> {
  const isLast = row.endedAt !== null && period.end >= row.endedAt;
  const range = usageRange(period);
  const readAt = await deps.clock.now();
  const from = Math.min(range.end.getTime(), uncountedSince.getTime()) - REREAD_MS;
  const windows = windowsOf(range).filter((window) => window.end.getTime() > from);
  // The bucket in which a subscription ends is a window of its own, as in the daily reading.
  const tail = { start: range.end, end: lastUsageRange(period).end };
  if (isLast && tail.start < tail.end) windows.push(tail);
  for (const window of await uncounted(deps, row.id, windows, period.end)) {
    const calls = await readPart(deps, row.id, window);
    await writeWindows(deps.db, [{ subscriptionId: row.id, ...window, calls }], readAt);
  }
  await shareAllowances(deps, { subscriptionId: row.id });
  const known = await findPeriod(deps.db, { subscriptionId: row.id, start: period.start });
  const counted = isLast ? lastUsageRange(period) : range;
  const own = { subscriptionId: row.id, from: counted.start, to: counted.end };
  return (known?.allowanceUsed ?? 0) + (await sumWindows(deps.db, own));
}

async function uncounted(
  deps: Needs<'db' | 'settings'>,
  subscriptionId: string,
  windows: readonly Period[],
  periodEnd: Date,
): Promise<Period[]> {
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return [];
  const run = await lastRun(deps.db, 'usage');
  const bulk =
    run?.readThrough && run.finishedAt
      ? { readThrough: run.readThrough, finishedAt: run.finishedAt, rereadDays: REREAD_DAYS }
      : null;
  const countedFrom = new Date(periodEnd.getTime() + deps.settings.usageLagMinutes * 60_000);
  const previous = await listWindows(deps.db, { subscriptionId, from: first.start, to: last.end });
  return staleWindows(windows, { previous, bulk, countedFrom });
}
